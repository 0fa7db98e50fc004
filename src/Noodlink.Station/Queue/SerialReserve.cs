using System.Globalization;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

// Problem: numbers must never be used twice, also when the database is lost or salvaged. Idea: a second file, fsynced,
// holds a bound that no used number is above. It is moved ahead in blocks, so that it costs one flush per block and not
// one per message; after a loss numbering goes on behind the bound, and the numbers skipped are shown as missing at the
// hub rather than guessed (architecture §4.2).

/// <summary>The bound of numbers given out, in a file of its own.</summary>
internal sealed class SerialReserve
{
    /// <summary>Numbers per flush. At one message a minute this is one flush an hour. More would cost less, and would
    /// notice later that the end of the database was lost.</summary>
    public const uint Block = 64;

    /// <summary>Numbers that one commit of at most 64 inputs gives out, with room to spare.</summary>
    private const uint BatchNumbersMax = 128;

    private readonly string _path;

    private SerialReserve(string path, uint bound)
    {
        _path = path;
        Bound = bound;
    }

    /// <summary>No number above this was ever given out.</summary>
    public uint Bound { get; private set; }

    /// <summary>Were numbers given out that are not in the database? A crash between moving the bound and the commit of its
    /// batch leaves it at most a batch and a block ahead, and loses nothing: that is no gap.</summary>
    public bool IsFarAhead(uint highestInDatabase) => highestInDatabase + Block + BatchNumbersMax < Bound;

    /// <summary>A missing or unreadable file counts as 0: the database's own highest number still stands.</summary>
    public static SerialReserve Open(string directory)
    {
        var path = Path.Combine(directory, "serial");
        uint bound = 0;
        try
        {
            if (File.Exists(path)) _ = uint.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out bound);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            bound = 0;
        }

        // A number that cannot have stood there: the file is damaged.
        return new SerialReserve(path, bound <= MessageNumber.SerialMax ? bound : 0);
    }

    /// <summary>Makes sure that <paramref name="serial"/> is within the bound, on disk, before it is used.</summary>
    /// <exception cref="IOException">The bound cannot be moved: no number may be given out.</exception>
    public void Cover(uint serial)
    {
        if (serial <= Bound) return;
        var bound = Math.Min(serial + Block, MessageNumber.SerialMax);
        var temporary = _path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(bound.ToString(CultureInfo.InvariantCulture)));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(_path)!);
        Bound = bound;
    }
}
