namespace Noodlink.Protocol.Messages;

/// <summary>Bulletin: what residents or staff of the noodsteunpunten must know (domain.md §3a and example 15). Hub to
/// station, one sealed message per station; read there, printed as a poster and hung up.</summary>
/// <param name="From">The hub that made it, so that the station can show and answer its number.</param>
/// <param name="Number">1..65535, counted by people: "bulletin 12". Not the number of the message.</param>
/// <param name="Title">At most 60 code points.</param>
/// <param name="ValidUntilSeconds">Unix seconds by the clock of the hub, 1..4,294,967,295. It is shown as a moment and
/// never compared with a clock of the station: that clock may be wrong, and a bulletin that hides itself at the wrong hour
/// is worse than one that hangs too long.</param>
/// <param name="Audience">Who may read it.</param>
/// <param name="Replaces">The number of the bulletin that no longer holds; null: none. Never <paramref name="Number"/>
/// itself.</param>
/// <param name="Text">At most 400 code points.</param>
public sealed record Bulletin(
    StationId From, ushort Number, string Title, uint ValidUntilSeconds, BulletinAudience Audience, ushort? Replaces,
    string Text) : MessageBody
{
    public override Kind Kind => Kind.Bulletin;

    public override StationId? Maker => From;
}

/// <summary>Who may read a bulletin.</summary>
public enum BulletinAudience : byte
{
    /// <summary>Nobody said; treated as <see cref="StaffOnly"/>.</summary>
    Unknown = 1,

    /// <summary>Publiek: it may hang on the door.</summary>
    Public,

    /// <summary>Niet voor publiek: only for who works at the noodsteunpunt.</summary>
    StaffOnly,
}
