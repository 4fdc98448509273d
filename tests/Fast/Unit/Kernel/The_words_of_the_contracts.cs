using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>Every field, value, rpc and service of the contracts has its Chinese words, and every text its class.</summary>
public sealed class The_words_of_the_contracts
{
    private static readonly FileDescriptor[] Contracts =
    [
        .. from type in typeof(FactsPart).Assembly.GetTypes()
           let descriptor = type.GetProperty("Descriptor")
           where descriptor?.PropertyType == typeof(FileDescriptor)
           let file = (FileDescriptor)descriptor.GetValue(null)!
           where file.Package.StartsWith("enforcement.", StringComparison.Ordinal) && file != WordsReflection.Descriptor
           select file,
    ];

    [Fact]
    public void Are_complete() => Assert.Empty(Contracts.SelectMany(MissingIn));

    [Fact]
    public void Missing_from_a_contract_are_found()
    {
        var wordless = new FileDescriptorProto
        {
            Name = "wordless.proto",
            Package = "enforcement.wordless.v1",
            Syntax = "proto3",
            MessageType =
            {
                new DescriptorProto
                {
                    Name = "Note",
                    Field =
                    {
                        new FieldDescriptorProto { Name = "size", Number = 1, Type = FieldDescriptorProto.Types.Type.Int64 },
                        new FieldDescriptorProto { Name = "reason", Number = 2, Type = FieldDescriptorProto.Types.Type.String, Options = Worded() },
                    },
                },
            },
            Service =
            {
                new ServiceDescriptorProto
                {
                    Name = "NoteService",
                    Method = { new MethodDescriptorProto { Name = "Keep", InputType = ".enforcement.wordless.v1.Note", OutputType = ".enforcement.wordless.v1.Note" } },
                },
            },
            EnumType = { new EnumDescriptorProto { Name = "Mood", Value = { new EnumValueDescriptorProto { Name = "MOOD_UNSPECIFIED", Number = 0 } } } },
        };

        var built = FileDescriptor.BuildFromByteStrings([wordless.ToByteString()], new ExtensionRegistry { WordsExtensions.Field, WordsExtensions.Value })[0];

        Assert.Equal(
            [
                "enforcement.wordless.v1.Note.size: no label",
                "enforcement.wordless.v1.Note.reason: no class",
                "enforcement.wordless.v1.NoteService: no label",
                "enforcement.wordless.v1.NoteService.Keep: no label",
                "enforcement.wordless.v1.Mood.MOOD_UNSPECIFIED: no label",
            ],
            MissingIn(built));
    }

    [Fact]
    public void Of_a_value_that_no_contract_names_are_none()
    {
        Assert.Null(Words.Find((DeliveryState)999));
        Assert.Throws<ArgumentOutOfRangeException>(() => Words.Of((DeliveryState)999));
        Assert.Equal("结果不明", Words.Of(DeliveryState.Unknown));
    }

    /// <summary>What has no words, by its full name.</summary>
    private static IEnumerable<string> MissingIn(FileDescriptor file)
    {
        foreach (var field in file.MessageTypes.SelectMany(Nested).SelectMany(message => message.Fields.InDeclarationOrder()))
        {
            var words = Words.Of(field);
            if (words.Label.Length == 0)
            {
                yield return $"{field.FullName}: no label";
            }

            if ((words.Class == Class.Unspecified) == HoldsText(field))
            {
                yield return $"{field.FullName}: {(words.Class == Class.Unspecified ? "no class" : "a class without a text")}";
            }
        }

        foreach (var service in file.Services)
        {
            if (Words.Of(service).Length == 0)
            {
                yield return $"{service.FullName}: no label";
            }

            foreach (var rpc in service.Methods.Where(rpc => Words.Of(rpc).Length == 0))
            {
                yield return $"{rpc.FullName}: no label";
            }
        }

        foreach (var value in file.EnumTypes.Concat(file.MessageTypes.SelectMany(Nested).SelectMany(message => message.EnumTypes)).SelectMany(type => type.Values))
        {
            if (Words.Of(value).Length == 0)
            {
                yield return $"{value.FullName}: no label";
            }
        }
    }

    /// <summary>A text, bytes, or a map of texts.</summary>
    private static bool HoldsText(FieldDescriptor field) => field.IsMap || field.FieldType is FieldType.String or FieldType.Bytes;

    /// <summary>A message with those declared inside it; the entries of a map are no messages of the contract.</summary>
    private static IEnumerable<MessageDescriptor> Nested(MessageDescriptor message) =>
        message.GetOptions()?.MapEntry == true ? [] : message.NestedTypes.SelectMany(Nested).Prepend(message);

    private static FieldOptions Worded()
    {
        var options = new FieldOptions();
        options.SetExtension(WordsExtensions.Field, new FieldWords { Label = "理由" });
        return options;
    }
}
