namespace Noodlink.Station;

/// <summary>Why a courier's file was not taken in at all.</summary>
public enum CourierRefusal
{
    /// <summary>It was, as far as it is whole.</summary>
    None = 0,

    /// <summary>No bytes.</summary>
    Empty = 1,

    /// <summary>Not a file of Noodlink.</summary>
    NotOurs = 2,

    /// <summary>Written by newer software.</summary>
    NewerVersion = 3,

    /// <summary>It begins as one of ours, and nothing in it is whole.</summary>
    Damaged = 4,

    /// <summary>Written by this side: only the other side can read it.</summary>
    OwnSide = 5,
}

/// <summary>What came of reading one or more courier's files. Each message counts once, however many parts it has.</summary>
/// <param name="New">Messages that were not here yet; committed.</param>
/// <param name="Known">Messages that were here already.</param>
/// <param name="Refused">Damaged, false, unknown sender, newer version, not to be read.</param>
/// <param name="Completed">Of the known ones: those of which the rest came with it.</param>
/// <param name="Confirmed">Own messages whose sending ended by a receipt in it.</param>
/// <param name="Missing">Records that were cut off.</param>
/// <param name="ForOthers">Frames for other noodsteunpunten; left alone.</param>
/// <param name="NotStored">Frames that found no room on the disk; the file may be read again.</param>
/// <param name="Trouble">Dutch: why something could not be stored.</param>
public sealed record CourierImport(
    CourierRefusal Refusal, int New = 0, int Known = 0, int Refused = 0, int Completed = 0, int Confirmed = 0,
    int Missing = 0, int ForOthers = 0, int NotStored = 0, string? Trouble = null)
{
    /// <summary>Two files together; a file that was not taken in at all stands in neither count.</summary>
    public CourierImport And(CourierImport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new CourierImport(
            Refusal == CourierRefusal.None ? Refusal : other.Refusal, New + other.New, Known + other.Known,
            Refused + other.Refused, Completed + other.Completed, Confirmed + other.Confirmed, Missing + other.Missing,
            ForOthers + other.ForOthers, NotStored + other.NotStored, Trouble ?? other.Trouble);
    }
}
