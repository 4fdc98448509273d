using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

/// <summary>The check walks the message: no field is listed to be looked at, only what the law makes public is listed not to be.</summary>
public sealed class Every_text_of_what_is_public
{
    private const string Telephone = "13900001111";

    /// <summary>Every notice of disclosure, and what is public and no notice.</summary>
    private static readonly MessageDescriptor[] _public = [.. EventsReflection.Descriptor.MessageTypes, PublicOrgan.Descriptor];

    [Fact]
    public void H5_Every_text_of_every_public_message_is_looked_at_or_public_by_an_article()
    {
        Assert.Contains(DisclosurePublished.Descriptor, _public);
        foreach (var (message, path, field) in _public.SelectMany(type => WithTelephone(type)))
        {
            var found = new PersonalDataCheck(party: null).Message(message).Found.ToArray();
            if (PublicTexts.PublicByLaw.TryGetValue((field.ContainingType.Name, field.Name), out var ground))
            {
                Assert.NotEmpty(ground.Article);
                Assert.Empty(found);
            }
            else
            {
                Assert.Equal((path, "MOBILE_NUMBER"), (Assert.Single(found).Field, found[0].Rule));
            }
        }
    }

    [Fact]
    public void H5_Every_exception_is_a_field_that_exists() => Assert.All(PublicTexts.PublicByLaw.Keys, key => Assert.Contains(
        new[] { EventsReflection.Descriptor, DisclosureTypesReflection.Descriptor, RegisterTypesReflection.Descriptor, RegistersReflection.Descriptor, PublicReflection.Descriptor }
            .SelectMany(file => file.MessageTypes),
        type => type.Name == key.Message && type.FindFieldByName(key.Field) is { FieldType: FieldType.String }));

    [Fact]
    public void H5_A_message_that_nobody_thought_of_is_looked_at_as_deep_as_it_goes()
    {
        var made = new Struct();
        made.Fields["a"] = Value.ForString($"电话{Telephone}");
        made.Fields["b"] = Value.ForList(Value.ForString("无"), Value.ForStruct(new() { Fields = { ["c"] = Value.ForString(Telephone) } }));
        made.Fields[Telephone] = Value.ForNumber(1);

        Assert.Equal(3, new PersonalDataCheck(party: null).Message(made).Found.Count(one => one.Rule == "MOBILE_NUMBER"));
        Assert.Equal(["name", "methods.name"], new PersonalDataCheck(party: null).Message(new Api { Name = Telephone, Methods = { new Method { Name = Telephone } } }).Found.Select(one => one.Field));
    }

    /// <summary>A message for each of its text fields, with a telephone in that one alone.</summary>
    private static IEnumerable<(IMessage Message, string Path, FieldDescriptor Field)> WithTelephone(MessageDescriptor type)
    {
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            if (field.FieldType == FieldType.String)
            {
                var message = type.Parser.ParseFrom(ByteString.Empty);
                if (field.IsRepeated)
                {
                    ((System.Collections.IList)field.Accessor.GetValue(message)).Add(Telephone);
                }
                else
                {
                    field.Accessor.SetValue(message, Telephone);
                }

                yield return (message, field.Name, field);
            }
            else if (field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf")
            {
                foreach (var (inner, path, text) in WithTelephone(field.MessageType))
                {
                    var message = type.Parser.ParseFrom(ByteString.Empty);
                    if (field.IsRepeated)
                    {
                        ((System.Collections.IList)field.Accessor.GetValue(message)).Add(inner);
                    }
                    else
                    {
                        field.Accessor.SetValue(message, inner);
                    }

                    yield return (message, $"{field.Name}.{path}", text);
                }
            }
        }
    }
}
