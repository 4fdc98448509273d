using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using EnforcementPlatform.Kernel;
using Google.Protobuf;

namespace EnforcementPlatform.Tests.Fast.Unit.Folds;

/// <summary>
/// What the code of a fold does, read from its compiled instructions: what it calls and which fields it reads, directly or through code of
/// the product, and which facts it knows.
/// </summary>
internal sealed class FoldCode
{
    private const BindingFlags OwnStatic = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly FrozenDictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(OwnStatic)
        .Select(field => (OpCode)field.GetValue(null)!).ToFrozenDictionary(code => code.Value);

    private readonly HashSet<MethodBase> _read = [];
    private readonly HashSet<Type> _facts = [];
    private readonly SortedSet<string> _called = new(StringComparer.Ordinal);

    private FoldCode(Type fold) => Read(fold.GetMethod(nameof(IFold<>.Apply), OwnStatic)!);

    /// <summary>The types of fact that it tells apart.</summary>
    public ImmutableArray<Type> Facts => [.. _facts.OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>Every method and field it may come to, as <c>Type.Member</c>; of the libraries those used directly.</summary>
    public ImmutableArray<string> Called => [.. _called];

    public static FoldCode Of(Type fold) => new(fold);

    private void Read(MethodBase method)
    {
        if (!_read.Add(method) || method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            return;
        }

        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var isTwo = code[at] == 0xFE;
            var op = OpCodesByValue[isTwo ? (short)(0xFE00 | code[at + 1]) : code[at]];
            at += isTwo ? 2 : 1;
            if (op.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok or OperandType.InlineType)
            {
                Meet(op, method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!);
            }

            at += op.OperandType == OperandType.InlineSwitch ? 4 + (4 * BitConverter.ToInt32(code, at)) : SizeOf(op.OperandType);
        }
    }

    private void Meet(OpCode op, MemberInfo member)
    {
        if (op == OpCodes.Isinst && member is Type { IsClass: true } type && typeof(IMessage).IsAssignableFrom(type))
        {
            _facts.Add(type);
        }

        if (member is FieldInfo { DeclaringType: { } holder } field)
        {
            _called.Add($"{holder.Name}.{field.Name}");
        }

        if (member is MethodBase { DeclaringType: { } declaring } called)
        {
            _called.Add($"{declaring.Name}.{called.Name}");
            if (Product.Holds(declaring.Assembly))
            {
                Read(called);
            }
        }
    }

    private static int SizeOf(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
