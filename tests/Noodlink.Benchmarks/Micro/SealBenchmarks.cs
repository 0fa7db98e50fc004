using BenchmarkDotNet.Attributes;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Benchmarks.Micro;

/// <summary>The envelope around one part of 130 bytes, the length of a situation report.</summary>
public class SealBenchmarks : IDisposable
{
    private readonly Envelope _envelope = new(StationKey.Create(), 101);
    private readonly byte[] _plaintext = new byte[130];
    private readonly FrameHeader _header = new(
        FrameHeader.CurrentVersion, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.SituationReport,
        Precedence.Routine, Station: 101, Epoch: 7, Serial: 42, CreatedSeconds: 1_795_000_000);

    private byte[] _frame = [];
    private byte[] _forged = [];

    [GlobalSetup]
    public void Prepare()
    {
        _frame = _envelope.Seal(_header, 101, _plaintext);
        _forged = [.. _frame];
        _forged[^1] ^= 1;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _envelope.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public byte[] Seal() => _envelope.Seal(_header, 101, _plaintext);

    [Benchmark]
    public bool Open() => _envelope.TryOpen(_frame, 101, out _, out _);

    /// <summary>What a forger makes us do: an exception inside the platform's cipher is the dearest case.</summary>
    [Benchmark]
    public bool OpenForged() => _envelope.TryOpen(_forged, 101, out _, out _);
}
