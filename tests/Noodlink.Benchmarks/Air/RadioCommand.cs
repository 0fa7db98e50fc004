using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Tests.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Benchmarks.Air;

/// <summary>The figures of the radio session: <c>radio [--seed N]</c>. Virtual time and one seed, but for the last two,
/// which are measured.</summary>
internal static class RadioCommand
{
    private const int Backlog = 500;

    public static async Task<int> RunAsync(string[] args)
    {
        var seed = 1;
        if (args is not [] && (args is not ["--seed", var text] ||
                !int.TryParse(text, CultureInfo.InvariantCulture, out seed)))
        {
            await Console.Error.WriteLineAsync("Usage: radio [--seed N]");
            return 64;
        }

        await Console.Out.WriteLineAsync(
            $"dotnet run -c Release --project tests/Noodlink.Benchmarks -- radio --seed {seed}\n");
        var isMet = true;
        foreach (var figure in All(seed))
        {
            await Console.Out.WriteLineAsync($"  {figure}  [seed {seed}]");
            isMet &= figure.Met != false;
        }

        return isMet ? 0 : 1;
    }

    private static IEnumerable<Figure> All(int seed) =>
    [
        .. Backlogs(seed), .. Singles(seed), .. Texts(seed), .. Torture(seed), .. Sizes(), .. Sealing(),
    ];

    private static IEnumerable<Figure> Backlogs(int seed)
    {
        foreach (var (loss, most) in ((double, double)[])[(0.1, 1.39), (0.3, 1.79), (0.5, 2.50)])
        {
            var cost = SessionFigures.Backlog(seed, loss, 10, SessionFigures.CoreBytes, Backlog);
            yield return Figure.AtMost(
                $"data frames per message, backlog of {Backlog}, {loss:P0} lost both ways", cost.DataFrames, "frames", most);
            if (loss != 0.5) continue;
            yield return Figure.AtMost(
                "hub airtime per message, SF10, backlog, 50 % lost", cost.HubAirtime.TotalSeconds, "s", 0.20);
        }
    }

    private static IEnumerable<Figure> Singles(int seed)
    {
        var fair = new Sample(SessionFigures.Single(seed, 0.3, 9, 5000));
        yield return Figure.AtMost("single noodmelding, SF9, 30 % lost: posted to receipt, median", fair.Median, "s", 1.5);
        yield return Figure.AtMost("the same, 95 of 100", fair.At(0.95), "s", 8);
        var bad = new Sample(SessionFigures.Single(seed, 0.5, 9, 5000));
        yield return Figure.AtMost("the same, 50 % lost, 95 of 100", bad.At(0.95), "s", 16);
    }

    private static IEnumerable<Figure> Texts(int seed)
    {
        foreach (var loss in (double[])[0, 0.1, 0.3, 0.5])
        {
            var bound = SessionFigures.StopAndWait(loss, 7, SessionFigures.TextBytes).TotalSeconds;
            var single = SessionFigures.OneByOne(seed, loss, 7, SessionFigures.TextBytes, 500);
            var backlog = SessionFigures.Backlog(seed, loss, 7, SessionFigures.TextBytes, 500);
            yield return Figure.AtMost(
                $"airtime per text of 100 bytes, SF7, {loss:P0} lost, one by one", single.Airtime.TotalSeconds, "s", 1.3 * bound);
            yield return Figure.AtMost("the same, in a backlog (stop-and-wait bound)", backlog.Airtime.TotalSeconds, "s", bound);
            if (loss != 0.5) continue;
            var share = single.AllConfirmed && backlog.AllConfirmed ? 100 : 0;
            yield return Figure.AtLeast("confirmed at 50 % lost", share, "%", 100);
        }
    }

    private static IEnumerable<Figure> Torture(int seed)
    {
        var fault = SessionTorture.Run(seed, 10_000);
        if (fault is not null) Console.Error.WriteLine(fault);
        yield return Figure.AtMost(
            "10,000 messages, 50 % lost, late, twice, damaged, crashes: lost or twice", fault is null ? 0 : 1, "runs", 0);
    }

    private static IEnumerable<Figure> Sizes()
    {
        var alarm = BodyCodec.Encode(Samples.Alarm, out var core);
        var first = Parts.Cut(alarm, core)[0].Plaintext.Length + Envelope.NumberedOverhead;
        yield return Figure.AtMost("core of a noodmelding, sealed", first, "bytes", 51);
        var receipt = BodyCodec.Encode(new DeviceReceipt(1, 1, [], true, true, false), out _).Length + Envelope.SignalOverhead;
        yield return Figure.AtMost("its receipt, sealed", receipt, "bytes", 24);
        yield return Figure.AtMost("link header", LinkHeader.BytesMax, "bytes", 2);
    }

    /// <summary>Beside the cipher alone, in turn: a slow machine slows both.</summary>
    private static IEnumerable<Figure> Sealing()
    {
        var key = StationKey.TryCreate([.. Enumerable.Range(0, 32).Select(i => (byte)i)], out var made)
            ? made : throw new InvalidOperationException();
        using var envelope = new Envelope(key, 17);
        using var cipher = new AesCcm(new byte[16]);
        var report = Samples.Report;
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, MessageStatus.Actual, Direction.Up, Series.Numbered, report.Kind, Precedence.Routine,
            17, 1, 1);
        var body = BodyCodec.Encode(report, out _);
        var frame = envelope.Seal(header, 17, body);
        var (nonce, sealedBytes, tag) = (new byte[13], new byte[body.Length], new byte[8]);
        var bare = Time(() => cipher.Encrypt(nonce, body, sealedBytes, tag, nonce));
        var seal = Time(() => envelope.Seal(header, 17, BodyCodec.Encode(report, out _)));
        var open = Time(
            () =>
            {
                _ = envelope.TryOpen(frame, 17, out var read, out var content);
                _ = BodyCodec.TryDecode(read, content, coreOnly: false);
            });
        yield return Figure.Seen($"AES-CCM of {body.Length} bytes alone", bare.Micros, "µs");
        yield return Figure.AtMost("one frame, encode and seal", seal.Micros, "µs", 10);
        yield return Figure.AtMost("one frame, decode and open", open.Micros, "µs", 10);
        yield return Figure.Seen("encode and seal beside the cipher alone", seal.Micros / bare.Micros, "times");
        yield return Figure.Seen("decode and open beside the cipher alone", open.Micros / bare.Micros, "times");
        yield return Figure.Seen($"encode and seal allocates, for a body of {body.Length} and a frame of {frame.Length}", seal.Bytes, "bytes");
        yield return Figure.Seen("decode and open allocates", open.Bytes, "bytes");
    }

    private static (double Micros, double Bytes) Time(Action action)
    {
        const int times = 20_000;
        var best = double.PositiveInfinity;
        var bytes = 0.0;
        for (var round = 0; round < 7; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var from = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++) action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(from).TotalMicroseconds / times);
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / times;
        }

        return (best, bytes);
    }
}
