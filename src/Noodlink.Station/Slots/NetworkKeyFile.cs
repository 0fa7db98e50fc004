using System.Globalization;
using System.Text;
using Noodlink.Protocol.Sealing;
using Noodlink.Station.Stations;

namespace Noodlink.Station.Slots;

/// <summary>One network key as it is kept.</summary>
/// <param name="Hub">Number of the hub that made it.</param>
/// <param name="Number">Counts per hub, from 1.</param>
/// <param name="Given">Hub: the stations that it was sent to.</param>
internal sealed record KeptNetworkKey(ushort Hub, ushort Number, StationKey Key, IReadOnlyList<ushort> Given);

// One line per hub: hub number, number of the key, the key in hexadecimal, and at the hub the numbers of the stations
// that it was sent to. At a noodsteunpunt a line for each hub that it listens to. A line that cannot be read is a key
// that is not there: the hub makes a new one and sends it, a noodsteunpunt contends until then.

/// <summary>The network keys of a station, in a file that only its owner reads.</summary>
/// <remarks>One thread.</remarks>
internal sealed class NetworkKeyFile(string directory)
{
    public const string Name = "network.keys";

    private readonly string _path = Path.Combine(directory, Name);

    /// <summary>What can be read; nothing when there is no file.</summary>
    public IReadOnlyList<KeptNetworkKey> Read()
    {
        try
        {
            return File.Exists(_path) ? [.. File.ReadAllLines(_path).Select(Parse).OfType<KeptNetworkKey>()] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <returns>Null: written and on disk; else why not, and the old file stands.</returns>
    public string? Write(IEnumerable<KeptNetworkKey> keys)
    {
        var text = new StringBuilder();
        foreach (var key in keys)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{key.Hub} {key.Number} {key.Key.ToSecretText()} {string.Join(' ', key.Given)}");
        try
        {
            SecretFile.Replace(_path, Encoding.ASCII.GetBytes(text.ToString()));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static KeptNetworkKey? Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || !ushort.TryParse(words[0], out var hub) || !ushort.TryParse(words[1], out var number) ||
            number == 0 || !StationKey.TryParse(words[2], out var key)) return null;
        var given = words.Skip(3).Select(word => ushort.TryParse(word, out var station) ? station : (ushort)0);
        return new KeptNetworkKey(hub, number, key, [.. given.Where(station => station != 0)]);
    }
}
