using Microsoft.Extensions.Logging;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>A parcel as a file.</summary>
/// <param name="Name">Tells who wrote it, which way it goes and when; no secrets.</param>
public sealed record CourierParcel(string Name, byte[] File, Parcel Parcel);

/// <summary>Writes and reads the file that a person carries; a stick or a browser is somebody else's care.</summary>
/// <remarks>All members may be called from any thread.</remarks>
public sealed class CourierDesk(Desk desk, StationIdentity who, TimeProvider time, ILogger log)
{
    /// <summary>Ends the names of our files.</summary>
    public const string Extension = ".noodlink";

    private Direction Ours => who.IsHub ? Direction.Down : Direction.Up;

    /// <summary>Starts the names of the files that this station writes.</summary>
    internal string NameStart => $"noodlink-{who.Id}-naar-{(who.IsHub ? "noodsteunpunten" : "coordinatiepunt")}-";

    /// <summary>Everything that the other side should get now, as one file.</summary>
    /// <returns>Null: the disk does not work, or the program stops.</returns>
    public async Task<CourierParcel?> ExportAsync(CancellationToken cancel)
    {
        if (await desk.PackAsync(cancel) is not { } parcel) return null;
        var now = time.GetUtcNow();
        var created = (uint)Math.Clamp(now.ToUnixTimeSeconds(), 0, uint.MaxValue);
        var file = CourierFile.Write(Ours, who.Number, created, parcel.Frames);
        Log.CourierWritten(log, parcel.Journals.Count, parcel.Frames.Count - parcel.Journals.Count, file.Length);
        return new CourierParcel($"{NameStart}{Dutch.DutchTime.Local(now):yyyyMMdd-HHmmss}{Extension}", file, parcel);
    }

    /// <summary>Takes in a file as far as it is whole. Returns when all of it is committed; safe to repeat.</summary>
    public async Task<CourierImport> ImportAsync(ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        var reading = CourierReading.Of(file);
        var refusal = reading.Fault switch
        {
            CourierFault.None => reading.Front?.Direction == Ours ? CourierRefusal.OwnSide : CourierRefusal.None,
            CourierFault.Empty => CourierRefusal.Empty,
            CourierFault.NewerVersion => CourierRefusal.NewerVersion,
            CourierFault.Damaged => CourierRefusal.Damaged,
            _ => CourierRefusal.NotOurs,
        };
        if (refusal != CourierRefusal.None) return new CourierImport(refusal);
        var parts = await desk.ImportAsync(reading.Frames, BearerName.Courier, cancel);
        if (parts.Count > 0 && parts.All(part => part.Fate == ImportFate.OwnSide))
            return new CourierImport(CourierRefusal.OwnSide);
        var import = Sum(parts) with { Missing = reading.Missing };
        import = import with { Refused = import.Refused + reading.Damaged };
        Log.CourierRead(
            log, file.Length, import.New, import.Known, import.Refused, import.Confirmed, import.Missing, import.NotStored);
        return import;
    }

    /// <summary>Is everything in this file also here on disk, so that the file is nobody's last copy? A machine that was
    /// restored from an image does not hold what its other life wrote.</summary>
    internal bool IsKeptHere(ReadOnlyMemory<byte> file)
    {
        var reading = CourierReading.Of(file);
        return reading.Front is { } front && front.Direction == Ours && front.Station == who.Number && reading.Frames.All(
            frame => FrameHeader.TryRead(frame.Span, out var header) &&
                     (header.Series == Series.Signal || desk.IsOwn(header.Epoch, header.Serial)));
    }

    private static CourierImport Sum(IReadOnlyList<ImportedPart> parts)
    {
        var kept = parts.Where(part => part.Journal != 0).GroupBy(part => part.Journal).Select(FateOf).ToList();
        return new CourierImport(
            CourierRefusal.None,
            kept.Count(message => message.Fate == ImportFate.New), kept.Count(message => message.Fate == ImportFate.Known),
            kept.Count(message => message.Fate == ImportFate.Refused) +
            parts.Count(part => part is { Journal: 0, Fate: ImportFate.Refused or ImportFate.OwnSide }),
            kept.Count(message => message is { Fate: ImportFate.Known, Completed: true }),
            parts.SelectMany(part => part.Confirmed ?? []).Distinct().Count(), Missing: 0,
            parts.Count(part => part.Fate == ImportFate.ForOthers), parts.Count(part => part.Fate == ImportFate.NotStored),
            parts.FirstOrDefault(part => part.Fate == ImportFate.NotStored)?.Reason);
    }

    /// <summary>Several parts of one message are one message.</summary>
    private static (ImportFate Fate, bool Completed) FateOf(IEnumerable<ImportedPart> parts)
    {
        var all = parts.ToList();
        var fate = all.Exists(part => part.Fate == ImportFate.Refused) ? ImportFate.Refused
            : all.Exists(part => part.Fate == ImportFate.New) ? ImportFate.New : ImportFate.Known;
        return (fate, all.Exists(part => part.Completed));
    }
}
