using System.Globalization;
using System.Numerics;
using System.Text;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Bearers;

// What was sent in the past hour, on disk: a text file of its own, so that the radio lives when the queue's database
// does not. A line is on disk before the modem gets the frame it stands for.
//
//     # Noodlink airtime ledger 1: boot, sub-band, off air by (s of that boot), time on air (s), CRC-32C
//     0f1e2d3c4b5a69788796a5b4c3d2e1f0 869.40-869.65 81210.0000000 0.3287040 9a3c01d7
//
// Each record begins with a line feed instead of ending with one: whatever a crash left of the record before is then a
// line by itself, fails its checksum and takes nothing else with it. The torn last line is a frame that never reached
// the modem. A damaged line further up is one that did: the reader counts those.
//
// Records are only added, one flush each. At start, after trouble, and when the file has grown, all that still weighs
// is written to a new file, ten seconds of sending to a line, and renamed over the old one.

/// <summary>The file <c>airtime.ledger</c>. One thread at a time; disk faults are answers, never exceptions.</summary>
internal sealed class AirtimeLedger : IDisposable
{
    private const string Heading =
        "# Noodlink airtime ledger 1: boot, sub-band, off air by (s of that boot), time on air (s), CRC-32C";

    /// <summary>An hour taken together is at most 30 kB; four times that is time to take it together again.</summary>
    private const int ManyBytes = 128 * 1024;

    private readonly string _directory;
    private readonly int _bytesMax;
    private readonly Func<bool>? _makeRoom;
    private FileStream? _file;
    private long _bytes;

    /// <param name="makeRoom">Called when the disk is full; true: there is room now.</param>
    public AirtimeLedger(string directory, int bytesMax = ManyBytes, Func<bool>? makeRoom = null)
    {
        _makeRoom = makeRoom;
        _bytesMax = bytesMax;
        _directory = directory;
        Path = System.IO.Path.Combine(directory, "airtime.ledger");
    }

    public string Path { get; }

    /// <summary>Why the last write or read failed, in English; null when all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The next <see cref="TryKeep"/> wants all that weighs, not only the new entry.</summary>
    public bool WantsAll => _file is null || _bytes > _bytesMax;

    /// <summary>This boot of the machine. A new one for each process where Linux does not tell: then every start counts
    /// as a restart of the machine, which only charges more.</summary>
    public static Guid ThisBoot()
    {
        try
        {
            return Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id"), CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return Guid.NewGuid();
        }
    }

    /// <summary>All entries on disk.</summary>
    /// <param name="damaged">Lines that cannot be read, the torn last one not counted.</param>
    /// <returns>Null: the file is there and cannot be read. Without a file there are no entries.</returns>
    public IReadOnlyList<AirtimeEntry>? Read(out int damaged)
    {
        damaged = 0;
        string[] lines;
        try
        {
            lines = File.ReadAllText(Path, Encoding.Latin1).Split('\n');
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Trouble = fault.Message;
            return null;
        }

        var entries = new List<AirtimeEntry>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#') continue;
            if (TryParse(lines[i], out var entry)) entries.Add(entry!);
            else if (i < lines.Length - 1) damaged++;
        }

        return entries;
    }

    /// <summary>Makes a charge durable.</summary>
    /// <param name="all">When <see cref="WantsAll"/>: everything that weighs, the new entry included. Otherwise
    /// null.</param>
    /// <returns>False: it is not on disk, see <see cref="Trouble"/>. The next call tries again.</returns>
    public bool TryKeep(AirtimeEntry entry, IReadOnlyList<AirtimeEntry>? all)
    {
        try
        {
            if (all is null) Append(entry);
            else RewriteWithRoom(all);
            Trouble = null;
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // After a failed flush nobody knows what is on disk: begin with a new file next time.
            Trouble = fault.Message;
            Close();
            return false;
        }
    }

    /// <summary>Begins a fresh file with all that weighs.</summary>
    /// <returns>As <see cref="TryKeep"/>.</returns>
    public bool TryBegin(IReadOnlyList<AirtimeEntry> all)
    {
        Close();
        return TryKeep(null!, all);
    }

    public void Dispose() => Close();

    private void Append(AirtimeEntry entry)
    {
        var line = Encoding.ASCII.GetBytes(Line(entry));
        try
        {
            _file!.Write(line);
        }
        catch (IOException full) when (MakesRoomFor(full))
        {
            // Half a line may stand there.
            _file!.SetLength(_bytes);
            _file.Position = _bytes;
            _file.Write(line);
        }

        _file.Flush(flushToDisk: true);
        _bytes += line.Length;
    }

    private bool MakesRoomFor(IOException fault) => DiskFull.Is(fault) && _makeRoom?.Invoke() == true;

    private void RewriteWithRoom(IReadOnlyList<AirtimeEntry> all)
    {
        try
        {
            Rewrite(all);
        }
        catch (IOException full) when (MakesRoomFor(full))
        {
            Rewrite(all);
        }
    }

    private void Rewrite(IReadOnlyList<AirtimeEntry> all)
    {
        Close();
        var text = new StringBuilder(Heading);
        foreach (var entry in all) _ = text.Append(Line(entry));

        var temporary = Path + ".new";
        var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        try
        {
            file.Write(Encoding.ASCII.GetBytes(text.ToString()));
            file.Flush(flushToDisk: true);
            File.Move(temporary, Path, overwrite: true);
            DirectorySync.Flush(_directory);
            _file = file;
            _bytes = text.Length;
        }
        finally
        {
            if (_file != file) file.Dispose();
        }
    }

    private void Close()
    {
        var file = _file;
        _file = null;
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // Nothing is buffered: what mattered was flushed, or has already failed.
        }
    }

    private static string Line(AirtimeEntry entry)
    {
        var text = $"{entry.Boot:N} {entry.SubBand} {Seconds(entry.OffAirBy)} {Seconds(entry.OnAir)}";
        return $"\n{text} {Checksum(text):x8}";
    }

    private static bool TryParse(string line, out AirtimeEntry? entry)
    {
        entry = null;
        var end = line.LastIndexOf(' ');
        if (end < 0 || !uint.TryParse(line.AsSpan(end + 1), NumberStyles.HexNumber, null, out var checksum)
            || checksum != Checksum(line.AsSpan(0, end))) return false;

        var fields = line[..end].Split(' ');
        if (fields.Length != 4 || !Guid.TryParseExact(fields[0], "N", out var boot)
            || !TryTime(fields[2], out var offAirBy) || !TryTime(fields[3], out var onAir)) return false;
        entry = new AirtimeEntry(boot, fields[1], offAirBy, onAir);
        return true;
    }

    private static string Seconds(TimeSpan span) =>
        (span.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.0000000", CultureInfo.InvariantCulture);

    private static bool TryTime(string text, out TimeSpan span)
    {
        span = default;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || seconds > 1_000_000_000) return false;
        span = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static uint Checksum(ReadOnlySpan<char> text)
    {
        var crc = uint.MaxValue;
        foreach (var letter in text) crc = BitOperations.Crc32C(crc, (byte)(letter & 0xFF));
        return ~crc;
    }
}
