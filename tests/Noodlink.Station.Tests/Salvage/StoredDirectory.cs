using Microsoft.Data.Sqlite;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Salvage;

/// <summary>The files of a queue of noodsteunpunt 7 as a kill -9 left them: half of it folded into the file, half in the
/// log.</summary>
internal sealed class StoredDirectory : IDisposable
{
    public const int Count = 240;

    private readonly Dictionary<string, byte[]> _files;

    public StoredDirectory()
    {
        using var bench = new QueueBench();
        for (var i = 1; i <= Count; i++)
        {
            var words = $"melding {i}: {new string((char)('a' + (i % 26)), i % 90)}";
            MessageBody body = (i % 7) switch
            {
                0 => Some.Report(words),
                1 when i > 7 => Some.Update($"GR-WK1-{i - 6:D4}", words),
                _ => Some.Alarm(words),
            };
            var waiting = bench.Store(body, key: $"sleutel-{i}");
            Texts[waiting.Number] = Some.Words(body);
            if (i % 3 == 0) Deliver(bench.Queue, waiting);
            else Waiting.Add(waiting.Number);
            if (i == Count * 2 / 3) bench.Queue.EmptyLog();
        }

        _files = Directory.GetFiles(bench.Directory).ToDictionary(
            file => Path.GetFileName(file), ReadShared, StringComparer.Ordinal);
    }

    /// <summary>The words of each message by its number.</summary>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Numbers of which the hub has receipted nothing.</summary>
    public HashSet<string> Waiting { get; } = new(StringComparer.Ordinal);

    public int PagesOf(string name) => _files[name].Length / SalvagePages.PageBytes;

    /// <summary>A copy of its own.</summary>
    public string Copy()
    {
        var directory = World.NewDirectory();
        foreach (var (name, bytes) in _files)
            if (!name.EndsWith("-shm", StringComparison.Ordinal)) File.WriteAllBytes(Path.Combine(directory, name), bytes);
        return directory;
    }

    public static MessageQueue Open(string directory) => MessageQueue.Open(
        directory, new StationIdentity(7, StationId.Parse("GR-WK1"), "Dorpshuis", IsHub: false), TimeProvider.System, out _);

    /// <summary>Number, words (null: not there) and whether it waits, of everything.</summary>
    public static List<(string Number, string? Words, bool Waits)> Read(MessageQueue queue)
    {
        using var statement = new Statement(
            QueueBench.Connection(queue), "SELECT number, kind, body, waiting FROM message WHERE own = 1 ORDER BY n");
        return statement.All(
            row => (row.GetString(0), row.Bytes(2) is { } body ? Some.Words(Decoded((Kind)row.GetInt32(1), body)) : null,
                row.GetInt32(3) == 1));
    }

    public void Dispose() => _files.Clear();

    private static MessageBody Decoded(Kind kind, byte[] body) =>
        Protocol.Wire.BodyCodec.TryDecode(kind, body, coreOnly: false) is Protocol.Wire.DecodeResult.Ok ok
            ? ok.Body : throw new InvalidDataException("a body that cannot be read was given back");

    private static void Deliver(MessageQueue queue, WaitingMessage waiting)
    {
        queue.Begin();
        var own = queue.FindOwn(waiting.Number)!;
        queue.Delivered(own, BearerName.Mqtt, complete: true, clash: false, QueueBench.Wall);
        if (waiting.N % 2 == 0)
            queue.Progressed(
                new ProgressReceipt(
                    waiting.Epoch, waiting.Serial, 1, MessageState.Forwarded, Undone: false, Withdrawn: false,
                    ScreenOpen: true, MeldkamerChannel.C2000, null, null, "doorgebeld"), 9, QueueBench.Wall);
        queue.Commit();
    }

    private static byte[] ReadShared(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
