using BenchmarkDotNet.Attributes;
using Noodlink.Benchmarks.Programs;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Benchmarks.Micro;

/// <summary>A noodmelding from JSON to bytes and back.</summary>
public class CodecBenchmarks
{
    private readonly MessageBody _alarm = Samples.Alarm;
    private readonly byte[] _encoded = BodyCodec.Encode(Samples.Alarm, out _);

    [Benchmark(Baseline = true)]
    public int Encode() => BodyCodec.Encode(_alarm, out _).Length;

    [Benchmark]
    public bool Decode() => BodyCodec.TryDecode(Kind.Alarm, _encoded, coreOnly: false) is DecodeResult.Ok;

    [Benchmark]
    public MessageBody ReadJson() => Samples.Read(Posts.Alarm);
}
