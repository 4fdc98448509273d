using System.Text.Json;
using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf.Reflection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>An escaped half of a surrogate pair, wherever a text can stand: a violation, never an exception.</summary>
public sealed class JsonShapeTests
{
    public static TheoryData<string, string, string> Halves => new()
    {
        { nameof(Occurrence), """{"at": "\ud800"}""", "at: WRONG_TYPE" },
        { nameof(GetTileRequest), """{"index": "\ud800"}""", "index: WRONG_TYPE" },
        { nameof(GetTileResponse), """{"hashes": "\ud800"}""", "hashes: WRONG_TYPE" },
        { nameof(AdoptEditionRequest), """{"authority": "\udfff"}""", "authority: WRONG_TYPE" },
        { nameof(AdoptEditionRequest), """{"\ud800": 1}""", ": NOT_TEXT" },
        { nameof(AdoptEditionRequest), """{"source": {"\ud800": 1}}""", "source: NOT_TEXT" },
        { nameof(AdoptEditionRequest), """{"parameters": {"\ud800": "1"}}""", "parameters: NOT_TEXT" },
    };

    [Theory]
    [MemberData(nameof(Halves))]
    public void Half_a_surrogate_pair_is_no_text(string message, string json, string violation)
    {
        MessageDescriptor[] all = [Occurrence.Descriptor, GetTileRequest.Descriptor, GetTileResponse.Descriptor, AdoptEditionRequest.Descriptor];
        var shape = new JsonShape();
        using var document = JsonDocument.Parse(json);

        shape.Message(document.RootElement, all.Single(one => one.Name == message), "");

        Assert.Equal([violation], shape.Violations.Select(found => $"{found.Field}: {found.Rule}"));
    }
}
