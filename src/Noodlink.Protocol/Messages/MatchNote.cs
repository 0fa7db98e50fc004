namespace Noodlink.Protocol.Messages;

/// <summary>Koppeling: a person put a request and an offer side by side, or says how that ended (domain.md §3a). Both ways.
/// It gives no order to anybody.</summary>
/// <param name="From">Who made it.</param>
/// <param name="References">The request and then the offer. Of <see cref="MatchResult.Linked"/> and
/// <see cref="MatchResult.Unlinked"/> both, of the others at least the request.</param>
/// <param name="Result">What happened.</param>
/// <param name="Text">At most 60 code points.</param>
public sealed record MatchNote(
    StationId From, ValueList<MessageNumber> References, MatchResult Result, string? Text) : MessageBody
{
    public override Kind Kind => Kind.MatchNote;

    public override StationId? Maker => From;

    /// <summary>How many references a result has, at least; there are never more than two.</summary>
    public static int ReferencesLeast(MatchResult result) =>
        result is MatchResult.Linked or MatchResult.Unlinked ? 2 : 1;
}

/// <summary>What became of a request and an offer.</summary>
public enum MatchResult : byte
{
    Unknown = 1,

    /// <summary>They were told of each other.</summary>
    Linked,

    /// <summary>The request was met.</summary>
    Helped,

    /// <summary>It did not work out.</summary>
    NotPossible,

    /// <summary>The link was a mistake and is taken back.</summary>
    Unlinked,
}
