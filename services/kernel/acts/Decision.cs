using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// What a pure decision wants kept: one entry, all or nothing. Made with <see cref="Of"/> and the <c>With…</c> steps.
/// </summary>
public sealed record Decision
{
    private Decision()
    {
    }

    /// <summary>Facts with the claim each belongs to; at least one.</summary>
    public ImmutableArray<(IMessage Body, int Claim)> Facts { get; private init; } = [];

    /// <summary>Personal parts, encrypted at rest, each destroyed on its own.</summary>
    public ImmutableArray<IMessage> Personal { get; private init; } = [];

    /// <summary>What other services are told.</summary>
    public ImmutableArray<IMessage> Notices { get; private init; } = [];

    /// <summary>Media bound by the entry.</summary>
    public ImmutableArray<MediaDigest> Media { get; private init; } = [];

    /// <summary>Allow-listed, non-personal values shown in the entry.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; private init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Rules and editions the decision rests on.</summary>
    public ImmutableArray<Citation> Citations { get; private init; } = [];

    /// <summary>Organ of a stream that begins with this decision, where it is not the actor's own; null otherwise.</summary>
    public string? Organ { get; private init; }

    /// <summary>A decision with one or more facts of the act's own stream.</summary>
    public static Decision Of(params ReadOnlySpan<IMessage> facts) => new Decision().With(facts);

    /// <summary>Adds facts of the act's own stream.</summary>
    public Decision With(params ReadOnlySpan<IMessage> facts)
    {
        var all = Facts;
        foreach (var fact in facts)
        {
            all = all.Add((fact, 0));
        }

        return this with { Facts = all };
    }

    /// <summary>Adds a fact to another stream that the act takes; <paramref name="taken"/> comes from <see cref="IActContext.Take"/>.</summary>
    public Decision WithFactOf(Taken taken, IMessage fact) => this with { Facts = Facts.Add((fact, taken.Claim)) };

    /// <summary>Places a stream that begins with this decision in another organ than the actor's, e.g. the organ that is being registered.</summary>
    public Decision InOrgan(string organ) => this with { Organ = organ };

    /// <summary>Adds a personal part. Its index among the personal parts is what facts refer to.</summary>
    public Decision WithPersonal(IMessage part) => this with { Personal = Personal.Add(part) };

    /// <summary>Adds a notice.</summary>
    public Decision WithNotice(IMessage notice) => this with { Notices = Notices.Add(notice) };

    /// <summary>Binds media.</summary>
    public Decision WithMedia(MediaDigest media) => this with { Media = Media.Add(media) };

    /// <summary>Shows an allow-listed value in the entry.</summary>
    public Decision WithValue(string name, string value) => this with { Values = Values.SetItem(name, value) };

    /// <summary>Names a rule the decision rests on.</summary>
    public Decision Citing(params ReadOnlySpan<Citation> citations) => this with { Citations = [.. Citations, .. citations] };
}

/// <summary>A later stream that the act advances. The version is the one the entry will have in it.</summary>
/// <param name="Claim">Index among the entry's claims.</param>
/// <param name="Stream">Stream name.</param>
/// <param name="Version">Version the entry will take.</param>
public readonly record struct Taken(int Claim, string Stream, long Version);
