using System.Threading.Channels;
using Noodlink.Protocol;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Slots;

/// <summary>A radio bearer without threads: the real channel, gate and door in the test's own time, at SF10.</summary>
internal sealed class AirWire : IBearer
{
    private readonly AirWorld _world;
    private readonly bool _isHub;
    private readonly RadioChannel _channel;

    public AirWire(AirWorld world, ushort self, int seed)
    {
        _world = world;
        _isHub = self == 0;
        Gate = new SlotGate(self, new Random(seed));
        Slots = new SlotDoor(new Lock(), Gate, () => world.Now, TimeOnAir, () => { });
        var timing = new RadioTiming(TimeOnAir(RadioTiming.ReceiptFrameBytes), TimeOnAir(RadioTiming.LongFrameBytes));
        var clock = new BootClock(Guid.Empty, TimeSpan.Zero);
        var budget = new AirtimeBudget("869.40-869.65", 10, clock, [], world.Now);
        _channel = new RadioChannel(timing, budget, new Random(seed + 1), world.Now, Gate);
        _channel.ModemCameReady(timing, world.Now);
    }

    public BearerName Name => BearerName.Radio;

    public BearerStatus Status { get; } = new(Up: true, DateTimeOffset.UnixEpoch, "in memory");

    public SlotGate Gate { get; }

    public SlotDoor? Slots { get; }

    /// <summary>What the station is to be told.</summary>
    public List<BearerInput> Told { get; } = [];

    /// <summary>A frame that leaves now.</summary>
    public byte[]? Leaving { get; private set; }

    public bool TryOffer(Offer offer) => _channel.TryOffer(
        new RadioOffer(
            offer.Ticket, offer.Frame, TimeOnAir(offer.Frame.Length + LinkHeader.LengthWith(offer.Following)),
            offer.Attempt, offer.Urgent, offer.ReceiptExpected, offer.Answer, offer.Following),
        _world.Now);

    public TimeSpan RetryAfter(int tries, bool alarm) =>
        RetrySchedule.AfterRestart(tries, alarm, TimeOnAir(RadioTiming.ReceiptFrameBytes), _world.Chance);

    public TimeSpan TimeOnAir(int sealedBytes, bool more) => TimeOnAir(sealedBytes + (more ? 2 : 1));

    public void ReceiptHeard()
    {
        _channel.ReceiptHeard(_world.Now);
        Slots!.Answered();
    }

    public void Step()
    {
        _channel.TimePassed(_world.Now);
        if (_channel.TryPollFrame(_world.Now, out var transmission)) Leaving = transmission!.Frame.ToArray();
        while (_channel.TryPollEvent(out var what)) Told.Add(Tell(what!));
    }

    public void HasLeft()
    {
        Leaving = null;
        _channel.Transmitted(onAir: true, null, _world.Now);
        Step();
    }

    public void Hears(byte[] frame)
    {
        Assert.True(LinkHeader.TryRead(frame, out var link));
        _channel.Received(link, _world.Now);
        Assert.True(FrameHeader.TryRead(frame.AsSpan(link.Length), out var header));
        Told.Add(
            new BearerInput.Received(BearerName.Radio, frame.AsMemory(link.Length))
            {
                Following = link.Following,
                HeardAt = _world.Now,
                SlotAnswer = _isHub ? Slots!.AnswerFor(header.Station, TimeOnAir(frame.Length)) : null,
            });
    }

    public static TimeSpan TimeOnAir(int bytes) => Airtime.Of(bytes, 10, 125_000, 5);

    public Task RunAsync(ChannelWriter<BearerInput> inputs, CancellationToken stop) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private BearerInput Tell(RadioEvent what)
    {
        if (what is not RadioEvent.Done done) return new BearerInput.Ready(BearerName.Radio);
        Slots!.Finished(done.Ticket, done.OnAir);
        return new BearerInput.Done(
            BearerName.Radio, done.Ticket, done.OnAir ? OfferOutcome.Left : OfferOutcome.Failed, done.Detail,
            done.AnsweredBy is { } answered && answered > _world.Now ? answered - _world.Now : null);
    }
}
