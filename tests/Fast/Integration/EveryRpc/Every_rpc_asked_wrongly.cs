using System.Text;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.EveryRpc;

/// <summary>
/// Every rpc of every role as it ships, found from the contracts and asked wrongly in every way, over gRPC and over HTTP/JSON, by somebody of the
/// demonstration who has the duty: the documented reason, the field, a Chinese sentence; never INTERNAL or UNKNOWN; nothing is kept.
/// </summary>
public sealed class Every_rpc_asked_wrongly(AskedSuite suite) : IClassFixture<AskedSuite>
{
    public static TheoryData<string> Rpcs => [.. AskedSuite.Contracts.SelectMany(service => service.Methods).Select(rpc => rpc.FullName)];

    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task Without_a_token_or_the_duty_nothing_is_reached(string name) => suite.KeepsNothing(async () =>
    {
        var rpc = AskedSuite.Find(name);
        if (Rights.IsPublic(AskedSuite.PathOf(rpc)))
        {
            return;
        }

        var request = suite.Samples.Of(rpc.InputType);
        foreach (var reply in await suite.BothWays(rpc, request, null))
        {
            Expect(reply, StatusCode.Unauthenticated, "NOT_SIGNED_IN");
        }

        foreach (var reply in suite.Undutiful(rpc) is { } token ? await suite.BothWays(rpc, request, token) : [])
        {
            Expect(reply, StatusCode.PermissionDenied, "NOT_PERMITTED");
        }
    });

    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task What_cannot_be_read_is_refused_before_the_service(string name) => suite.KeepsNothing(async () =>
    {
        var rpc = AskedSuite.Find(name);
        foreach (var wrong in WrongRequests.OfHttp(rpc))
        {
            var reply = await RawCalls.Http(suite.HttpOf(rpc), wrong.Verb, wrong.Path, wrong.Body, suite.TokenFor(rpc));
            Expect(reply, StatusCode.InvalidArgument, wrong.Reason);
            Assert.True(wrong.Field is null || reply.Fields.Contains(wrong.Field), $"{wrong.What}: {string.Join(", ", reply.Fields)}");
        }

        if (AskedSuite.IsForPeople(rpc))
        {
            byte[]?[] messages = [WrongRequests.Truncated, WrongRequests.NotUtf8(rpc.InputType)];
            foreach (var message in messages.OfType<byte[]>())
            {
                Expect(await suite.Grpc(rpc, message, suite.TokenFor(rpc)), StatusCode.InvalidArgument, "MALFORMED_REQUEST");
            }
        }
    });

    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task A_request_id_is_not_used_again_for_something_else_and_a_stale_etag_changes_nothing(string name) => suite.KeepsNothing(async () =>
    {
        var rpc = AskedSuite.Find(name);
        var request = suite.Samples.Of(rpc.InputType);
        if (!AskedSuite.IsCommand(rpc))
        {
            return;
        }

        foreach (var reply in await suite.BothWays(rpc, request, suite.TokenFor(rpc)))
        {
            Expect(reply, StatusCode.AlreadyExists, "REQUEST_ID_REUSED");
        }

        if (rpc.InputType.FindFieldByName("etag") is not null)
        {
            rpc.InputType.FindFieldByName("request_id").Accessor.SetValue(request, RecordsFixture.NewId());
            foreach (var reply in await suite.BothWays(rpc, request, suite.TokenFor(rpc)))
            {
                Expect(reply, StatusCode.Aborted, "ETAG_STALE");
            }
        }
    });

    /// <summary>The request id was used before, so that a request which passes its checks is refused with that, and nothing is ever done.</summary>
    [Fact]
    public Task Each_field_that_is_missing_or_cannot_be_is_named_as_committed() => suite.KeepsNothing(async () =>
    {
        var text = new StringBuilder();
        foreach (var rpc in AskedSuite.Contracts.SelectMany(service => service.Methods).Where(AskedSuite.IsForPeople))
        {
            text.Append($"{AskedSuite.PathOf(rpc)}\n");
            var request = suite.Samples.Of(rpc.InputType);
            foreach (var place in SampleRequests.PlacesOf(rpc.InputType))
            {
                var missing = await Spoilt(rpc, place, SampleRequests.Without(request, place), isJson: true);
                var wrong = SampleRequests.With(request, place) is { } other ? await Spoilt(rpc, place, other, SampleRequests.IsJson(place)) : "";
                text.Append($"    {place.Name}: missing {missing}{(wrong.Length > 0 ? $"; wrong {wrong}" : "")}\n");
            }
        }

        Verified.Matches("WrongFields", text.ToString());
    });

    /// <summary>
    /// A request of the required fields alone passes its checks; without any of them it is refused, and the very field is named. So what a client
    /// reads of the contract is what it meets. Rpcs of services among themselves are asked as a service.
    /// </summary>
    [Fact]
    public Task V12_What_the_contract_requires_and_nothing_else_must_be_given() => suite.KeepsNothing(async () =>
    {
        var differences = new List<string>();
        foreach (var rpc in AskedSuite.Contracts.SelectMany(service => service.Methods))
        {
            var token = AskedSuite.IsForPeople(rpc) ? suite.TokenFor(rpc) : suite.ServiceTokenFor(rpc);
            var whole = suite.PlainSamples.Of(rpc.InputType);
            var least = SampleRequests.Least(whole);
            var reply = await suite.Grpc(rpc, least.ToByteArray(), token);
            if (reply.Reason is "INVALID_FIELDS" or "NOT_PERMITTED" or "NOT_SIGNED_IN")
            {
                differences.Add($"{AskedSuite.PathOf(rpc)} with what is required: {reply.Reason} {string.Join(", ", reply.Fields)}");
            }

            foreach (var place in SampleRequests.PlacesOf(rpc.InputType).Where(place => place.IsRequired))
            {
                var from = place.IsAlwaysRequired ? least : whole;
                var without = await suite.Grpc(rpc, SampleRequests.Without(from, place).ToByteArray(), token);
                if (without.Reason != "INVALID_FIELDS" || !without.Fields.Any(place.IsNamedExactlyIn))
                {
                    differences.Add($"{AskedSuite.PathOf(rpc)} without {place.Name}: {without.Reason} {string.Join(", ", without.Fields)}");
                }
            }
        }

        Assert.Empty(differences);
    });

    /// <summary>A field that one choice needs and another does not is not required: all that is, is named whichever choice is made.</summary>
    [Fact]
    public Task V12_What_the_contract_requires_does_not_depend_on_a_choice() => suite.KeepsNothing(async () =>
    {
        var differences = new List<string>();
        foreach (var rpc in AskedSuite.Contracts.SelectMany(service => service.Methods).Where(AskedSuite.IsForPeople))
        {
            var places = SampleRequests.PlacesOf(rpc.InputType).ToArray();
            var least = SampleRequests.Least(suite.PlainSamples.Of(rpc.InputType));
            foreach (var choice in places.Where(place => place.IsAlwaysRequired && place.Field.FieldType == FieldType.Enum))
            {
                var left = places
                    .Where(place => place.IsAlwaysRequired && place.Name != choice.Name && place.Field.FieldType != FieldType.Message)
                    .ToArray();
                var without = left.Aggregate(least, SampleRequests.Without);
                foreach (var value in choice.Field.EnumType.Values.Where(value => value.Number != 0))
                {
                    var reply = await suite.Grpc(rpc, SampleRequests.Choosing(without, choice, value).ToByteArray(), suite.TokenFor(rpc));
                    var unnamed = left.Where(place => !reply.Fields.Any(place.IsNamedExactlyIn)).Select(place => place.Name);
                    differences.AddRange(unnamed.Select(name => $"{AskedSuite.PathOf(rpc)} with {value.Name}, without {name}: {reply.Reason}"));
                }
            }
        }

        Assert.Empty(differences);
    });

    /// <summary>A noncharacter (U+FFFE), which .NET's own check of normal forms throws for; a self-made ideograph; a control; what nobody sees; a compatibility ideograph.</summary>
    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task G4_A_text_that_cannot_be_kept_is_named_in_every_field_of_every_rpc(string name) => suite.KeepsNothing(async () =>
    {
        var rpc = AskedSuite.Find(name);
        var request = suite.Samples.Of(rpc.InputType);
        foreach (var place in AskedSuite.IsForPeople(rpc) ? SampleRequests.PlacesOf(rpc.InputType).Where(SampleRequests.IsText) : [])
        {
            foreach (var (added, rule) in new[] { ("\uFFFE", "NOT_TEXT"), ("\uE000", "PRIVATE_USE"), ("\u0001", "CONTROL_CHARACTER"), ("\u200B", "INVISIBLE"), ("\uF9DC", "NOT_NFC") })
            {
                Assert.Contains(rule, await Spoilt(rpc, place, SampleRequests.WithText(request, place, text => text + added), isJson: true));
            }
        }
    });

    /// <summary>.NET reads an id with a blank before it as the id; to a comparison of texts it is another one.</summary>
    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task G1_An_id_is_exactly_its_spelling(string name) => suite.KeepsNothing(async () =>
    {
        var rpc = AskedSuite.Find(name);
        var request = suite.Samples.Of(rpc.InputType);
        foreach (var place in AskedSuite.IsForPeople(rpc) ? SampleRequests.PlacesOf(rpc.InputType).Where(SampleRequests.IsText) : [])
        {
            var isId = false;
            var before = SampleRequests.WithText(request, place, text => (isId = Guid.TryParse(text, out _)) ? $" {text}" : text);
            foreach (var other in isId ? [before, SampleRequests.WithText(request, place, text => $"{text} "), SampleRequests.WithText(request, place, text => $"{{{text}}}")] : Array.Empty<IMessage>())
            {
                Assert.Contains("UUID", await Spoilt(rpc, place, other, isJson: true));
            }
        }
    });

    [Fact]
    public void Every_rpc_of_the_role_is_here()
    {
        Assert.True(Rpcs.Count >= 50, $"only {Rpcs.Count} rpcs found");
        Assert.All(AskedSuite.Contracts.SelectMany(service => service.Methods).Where(AskedSuite.IsCommand), rpc => Assert.Contains(Rights.All, right => right.Rpc == AskedSuite.PathOf(rpc)));
    }

    /// <summary>The answer both ways, which must be one: the rules broken in that place, or the reason, or "accepted" for a reading that needs no such field.</summary>
    private async Task<string> Spoilt(MethodDescriptor rpc, Place place, IMessage request, bool isJson)
    {
        var replies = isJson ? await suite.BothWays(rpc, request, suite.TokenFor(rpc)) : [await suite.Grpc(rpc, request.ToByteArray(), suite.TokenFor(rpc))];
        var answers = replies.Select((reply, index) => Answer(rpc, place, reply, isJson: index == 1)).Distinct().ToArray();
        Assert.True(answers.Length == 1, $"{rpc.FullName} {place.Name}: {string.Join(" but ", answers)}");
        return answers[0];
    }

    private static string Answer(MethodDescriptor rpc, Place place, Reply reply, bool isJson)
    {
        if (reply.Status.Code == 0)
        {
            Assert.False(AskedSuite.IsCommand(rpc), $"{rpc.FullName} was carried out without, or with a wrong, {place.Name}");
            return "accepted";
        }

        Expect(reply, (StatusCode)reply.Status.Code, reply.Reason);
        Assert.Contains(reply.Reason, new[] { "INVALID_FIELDS", "REQUEST_ID_REUSED", "NOT_FOUND", "TEMPLATE_UNKNOWN", "EVIDENCE_STREAM_INVALID", "TILE_UNKNOWN", "EDITION_MISSING", "DISCLOSURE_UNKNOWN" });
        if (reply.Reason != "INVALID_FIELDS")
        {
            return reply.Reason;
        }

        var named = reply.Fields.Where(field => place.IsNamedIn(field, isJson)).ToArray();
        Assert.True(named.Length > 0, $"{rpc.FullName} {place.Name}: only {string.Join(", ", reply.Fields)}");
        return string.Join(", ", named.Select(one => one[(one.LastIndexOf(' ') + 1)..]).Distinct());
    }

    private static void Expect(Reply reply, StatusCode status, string reason)
    {
        Assert.Equal((status, reason), ((StatusCode)reply.Status.Code, reply.Reason));
        Assert.DoesNotContain(status, new[] { StatusCode.Internal, StatusCode.Unknown });
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", reply.Detail<LocalizedMessage>()!.Message);
        Assert.All(reply.Detail<BadRequest>()?.FieldViolations ?? [], violation => Assert.EndsWith("。", violation.Description));
    }
}
