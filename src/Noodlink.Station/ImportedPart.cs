namespace Noodlink.Station;

/// <summary>What became of a sealed part that a person brought in: from a USB stick, from a QR code, read aloud.</summary>
public enum ImportFate
{
    /// <summary>Of a message that was not here yet; it is committed.</summary>
    New = 1,

    /// <summary>Of a message that was here already; it is one more reception, and may have brought the rest of it.</summary>
    Known = 2,

    /// <summary>A sealed signal: a receipt of the other side. It counts as no message.</summary>
    Signal = 3,

    /// <summary>Not kept, or kept without being readable: damaged, false, unknown sender, newer version.</summary>
    Refused = 4,

    /// <summary>Of our own side: only the other side can open it.</summary>
    OwnSide = 5,

    /// <summary>For another noodsteunpunt: left alone.</summary>
    ForOthers = 6,

    /// <summary>It could not be stored; the same part may be brought in again.</summary>
    NotStored = 7,
}

/// <summary>What became of one sealed part that was brought in.</summary>
/// <param name="Journal">The message it belongs to, as <see cref="Queue.MessageView.Journal"/>; 0 when it was not kept.</param>
/// <param name="Number">The number of that message on screen.</param>
/// <param name="Completed">This part brought the last of a message.</param>
/// <param name="Reason">Dutch: why it was refused or not stored.</param>
/// <param name="Confirmed">Journal numbers of own messages whose sending this receipt ended.</param>
public sealed record ImportedPart(
    ImportFate Fate, long Journal = 0, string? Number = null, bool Completed = false, string? Reason = null,
    IReadOnlyList<long>? Confirmed = null);
