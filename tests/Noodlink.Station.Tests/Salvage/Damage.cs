using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Salvage;

/// <summary>What a disk does to the files of a queue, drawn from a seed.</summary>
internal sealed class Damage(int seed)
{
    private const int Page = SalvagePages.PageBytes;

    private readonly Random _random = new(seed);

    /// <summary>In words, to play it again.</summary>
    public string Told { get; private set; } = "";

    /// <summary>Pages that are not what they were.</summary>
    public int Pages { get; private set; }

    /// <summary>One fault, anywhere in the database or its log.</summary>
    public void Do(string directory)
    {
        var file = Path.Combine(directory, MessageQueue.FileName + (_random.Next(3) == 0 ? "-wal" : ""));
        if (!File.Exists(file) || new FileInfo(file).Length < Page) file = Path.Combine(directory, MessageQueue.FileName);
        var bytes = File.ReadAllBytes(file);
        var at = _random.Next(bytes.Length);
        switch (_random.Next(6))
        {
            case 0 or 1:
                var bit = _random.Next(8);
                bytes[at] ^= (byte)(1 << bit);
                Tell($"bit {bit} of byte {at} of {file}", 1);
                break;
            case 2:
                var count = _random.Next(2, 64);
                for (var i = 0; i < count; i++) bytes[Math.Min(at + i, bytes.Length - 1)] = (byte)_random.Next(256);
                Tell($"{count} bytes at {at} of {file}", 2);
                break;
            case 3:
                var zeros = Math.Min(_random.Next(1, 4) * Page, bytes.Length - at);
                Array.Clear(bytes, at, zeros);
                Tell($"{zeros} zeros at {at} of {file}", (zeros / Page) + 2);
                break;
            case 4:
                bytes = bytes[..at];
                Tell($"{file} ends at {at}", int.MaxValue);
                break;
            default:
                var page = at / Page * Page;
                Array.Clear(bytes, page, Math.Min(Page, bytes.Length - page));
                Tell($"page {at / Page} of {file} is zeros", 2);
                break;
        }

        File.WriteAllBytes(file, bytes);
    }

    private void Tell(string words, int pages)
    {
        Told += $"{(Told.Length == 0 ? "" : "; ")}{words}";
        Pages = (int)Math.Min((long)Pages + pages, int.MaxValue);
    }
}
