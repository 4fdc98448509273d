using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// An HTTP/JSON request to an rpc, checked against the rpc's descriptor and its google.api.http rule before transcoding reads it. Transcoding
/// passes over unknown fields and unknown query parameters and lets the last of two equal names win; here all of these are refused.
/// </summary>
internal sealed class JsonRequest(HttpRequest request, GrpcJsonTranscodingMetadata rpc, int largest)
{
    private const int Deepest = 32;
    private const string WholeBody = "*";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = Deepest };

    private readonly JsonShape _shape = new();

    /// <summary>Throws a <see cref="Fault"/> naming every field that is wrong; otherwise the body can be read again from its start.</summary>
    public async Task Check()
    {
        var input = rpc.MethodDescriptor.InputType;
        var inPath = request.RouteValues.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal);
        if (rpc.HttpRule.Body.Length > 0)
        {
            CheckBody(await ReadBody(), input, inPath);
        }
        else if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            _shape.Add("", "BODY_NOT_EXPECTED", "该接口不接受请求体，参数应放在地址中。");
        }

        CheckQuery(input, inPath);
        if (_shape.Violations.Count > 0)
        {
            throw new Fault(KernelFaults.InvalidFields, ImmutableSortedDictionary<string, string>.Empty, [.. _shape.Violations]);
        }
    }

    private void CheckBody(JsonDocument document, MessageDescriptor input, Dictionary<string, string> inPath)
    {
        using (document)
        {
            if (rpc.HttpRule.Body == WholeBody)
            {
                _shape.Message(document.RootElement, input, "", inPath);
            }
            else if (input.FindFieldByName(rpc.HttpRule.Body) is { } field)
            {
                _shape.Field(document.RootElement, field, field.JsonName);
            }
        }
    }

    private void CheckQuery(MessageDescriptor input, Dictionary<string, string> inPath)
    {
        foreach (var (name, values) in request.Query)
        {
            var field = rpc.HttpRule.Body == WholeBody ? null : FieldAt(input, name);
            if (field is null || inPath.ContainsKey(name) || name.Split('.')[0] == rpc.HttpRule.Body)
            {
                _shape.Add(name, "UNKNOWN_FIELD", "该接口没有这个参数。");
                continue;
            }

            if (values.Count > 1 && !field.IsRepeated)
            {
                _shape.Add(RefusedCall.JsonNameOf(name), "DUPLICATE", "该参数只能出现一次。");
                continue;
            }

            foreach (var value in values)
            {
                _shape.Text(value ?? "", field, RefusedCall.JsonNameOf(name));
            }
        }
    }

    /// <summary>The field a query parameter names: message fields joined by dots down to one that a text can hold.</summary>
    private static FieldDescriptor? FieldAt(MessageDescriptor input, string path)
    {
        FieldDescriptor? field = null;
        var message = input;
        foreach (var step in path.Split('.'))
        {
            field = message is null ? null : JsonShape.FieldOf(message, step);
            if (field is null)
            {
                return null;
            }

            message = field.FieldType == FieldType.Message && !field.IsRepeated && !JsonShape.IsText(field.MessageType) ? field.MessageType : null;
        }

        return message is null && field is { IsMap: false } && (field.FieldType != FieldType.Message || JsonShape.IsText(field.MessageType)) ? field : null;
    }

    private async Task<JsonDocument> ReadBody()
    {
        if (!IsUtf8Json())
        {
            throw PlatformFaults.WrongContentType.Now();
        }

        var body = await Buffer();
        request.Body = new MemoryStream(body, writable: false);
        if (!Utf8.IsValid(body))
        {
            throw Malformed("NOT_UTF8", "请求体不是有效的UTF-8文本。");
        }

        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (JsonException error)
        {
            throw Malformed("NOT_JSON", $"请求体不是合格的JSON，或有重复的字段名，或嵌套超过{Deepest}层（第{error.LineNumber + 1 ?? 1}行附近）。");
        }
        catch (InvalidOperationException)
        {
            // Names are compared as texts, to find one that stands twice.
            throw Malformed("NOT_TEXT", "请求体中有的字段名不是有效的文本。");
        }
    }

    private bool IsUtf8Json() =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private async Task<byte[]> Buffer()
    {
        if (request.ContentLength > largest)
        {
            throw PlatformFaults.RequestTooLarge.Now();
        }

        var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > largest)
            {
                throw PlatformFaults.RequestTooLarge.Now();
            }
        }

        return buffer.ToArray();
    }

    private static Fault Malformed(string rule, string message) =>
        new(KernelFaults.MalformedRequest, ImmutableSortedDictionary<string, string>.Empty, [new("", rule, message)]);
}
