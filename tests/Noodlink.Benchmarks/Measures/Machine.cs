using System.Diagnostics;
using System.Runtime.InteropServices;
using Noodlink.Station.Queue;

namespace Noodlink.Benchmarks.Measures;

/// <summary>What a figure was measured on: without it a figure says nothing.</summary>
internal sealed record Machine(IReadOnlyDictionary<string, string> Facts)
{
    private const int Flushes = 200;

    public static Machine Look()
    {
        var flush = FlushMilliseconds();
        var processor = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return new Machine(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["date"] = $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC",
            ["cores"] = $"{Environment.ProcessorCount} x {processor?.Split(':')[^1].Trim() ?? "unknown"}",
            ["system"] = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
            ["sqlite"] = Sqlite.Version,
            ["fsync"] = $"4 KiB appended and flushed: p50 {flush.Median:0.00} ms, p99 {flush.At(0.99):0.00} ms, "
                + $"in {Path.GetTempPath()}",
            ["load"] = string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))
                + " (1, 5, 15 minutes, at the start)",
        });
    }

    public override string ToString() => string.Join('\n', Facts.Select(fact => $"{fact.Key,-7} {fact.Value}"));

    private static Sample FlushMilliseconds()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var page = new byte[4096];
            var times = new double[Flushes];
            for (var i = 0; i < Flushes; i++)
            {
                var start = Stopwatch.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            return new Sample(times);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
