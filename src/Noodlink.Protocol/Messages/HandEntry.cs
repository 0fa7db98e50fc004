namespace Noodlink.Protocol.Messages;

/// <summary>How a noodmelding reached the coördinatiepunt without a machine. The values are those of the bearers.</summary>
public enum EntryWay : byte
{
    /// <summary>Read aloud, over the portofoon or the telephone.</summary>
    Voice = 4,

    /// <summary>On a sheet of paper that somebody brought.</summary>
    Paper = 5,

    /// <summary>Somebody stands at the desk of the coördinatiepunt.</summary>
    WalkIn = 6,
}

/// <summary>Where a noodmelding comes from that staff of the coördinatiepunt type in (interfaces.md §4).</summary>
/// <param name="OnBehalfOf">The noodsteunpunt; of somebody at the desk the coördinatiepunt itself.</param>
/// <param name="Via">How it came.</param>
/// <param name="Number">As it stands on the sheet or was read aloud: then it is that message. Null: nobody said one.</param>
/// <param name="Caller">Who told it: a role or a call name, at most 40 code points.</param>
/// <param name="By">Who typed it in: a role, at most 40 code points.</param>
public sealed record HandEntry(
    StationId OnBehalfOf, EntryWay Via, MessageNumber? Number = null, string? Caller = null, string? By = null);
