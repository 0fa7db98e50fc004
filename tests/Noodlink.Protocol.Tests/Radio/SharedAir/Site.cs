using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio.SharedAir;

/// <summary>A computer with a modem: the real channel, budget and gate, a clock that runs fast or slow, and the delays of a
/// serial line in both directions.</summary>
internal abstract class Site
{
    /// <summary>Crystals of cheap computers; twice what their data sheets promise.</summary>
    private const double DriftMax = 100e-6;

    private readonly Sky _sky;
    private readonly double _pace;
    private TimeSpan _wakesAt = TimeSpan.MaxValue;
    private long _ticket;

    protected Site(Sky sky, ushort number, AirSetup setup, Random random)
    {
        _sky = sky;
        Random = random;
        Setup = setup;
        _pace = 1 + DriftMax * (2 * random.NextDouble() - 1);
        var now = Now;
        Gate = new SlotGate(number, random);
        Budget = new AirtimeBudget(
            "869.40-869.65", 10, new BootClock(new Guid(number, 0, 0, new byte[8]), TimeSpan.Zero), [], now);
        var timing = new RadioTiming(
            setup.TimeOnAir(RadioTiming.ReceiptFrameBytes), setup.TimeOnAir(RadioTiming.LongFrameBytes));
        Channel = new RadioChannel(timing, Budget, random, now, setup.Slots ? Gate : null);
        Channel.ModemCameReady(timing, now);
        sky.Sites.Add(this);
    }

    public AirtimeBudget Budget { get; }

    /// <summary>Time on the air since the start.</summary>
    public TimeSpan Sent { get; private set; }

    protected AirSetup Setup { get; }

    protected Random Random { get; }

    protected RadioChannel Channel { get; }

    protected SlotGate Gate { get; }

    /// <summary>By its own clock.</summary>
    public Instant Now => ByClock(_sky.Now);

    protected TimeSpan TrueNow => _sky.Now;

    /// <summary>A frame was whole at the antenna; it comes out of the modem a little later.</summary>
    public void Hears(ReadOnlyMemory<byte> frame, TimeSpan began) => _sky.At(
        _sky.Now + Milliseconds(5, 35),
        () =>
        {
            if (!LinkHeader.TryRead(frame.Span, out var header)) return;
            Channel.Received(header, Now);
            var length = Setup.TimeOnAir(frame.Length);
            Take(frame[header.Length..], Now, new Instant(Now.SinceStart - length));
            Step();
        });

    /// <summary>The last symbol has left; the modem says so a little later.</summary>
    public void Finished() => _sky.At(
        _sky.Now + Milliseconds(2, 20),
        () =>
        {
            Channel.Transmitted(onAir: true, null, Now);
            Step();
        });

    /// <summary>Does what is due, as the shell does.</summary>
    public void Step()
    {
        bool again;
        do
        {
            Channel.TimePassed(Now);
            while (Channel.TryPollEvent(out var what))
                if (what is RadioEvent.Done done) Done(done.Ticket);
            Offer();
            again = false;
            if (!Channel.TryPollFrame(Now, out var transmission)) continue;
            again = true;
            var length = Setup.TimeOnAir(transmission!.Frame.Length);
            Sent += length;
            _sky.At(_sky.Now + Milliseconds(5, 25), () => _sky.Send(this, transmission.Frame, length));
        }
        while (again);
        WakeAt(Instant.Min(Channel.PollWakeUp(Now), Due()));
    }

    protected abstract void Take(ReadOnlyMemory<byte> frame, Instant now, Instant began);

    /// <summary>What became of an offer that was taken.</summary>
    protected abstract void Done(long ticket);

    /// <summary>Offers the best there is.</summary>
    protected abstract void Offer();

    /// <summary>When there is something to offer that is not due yet.</summary>
    protected abstract Instant Due();

    protected long NextTicket() => ++_ticket;

    protected TimeSpan OnAirOf(ReadOnlyMemory<byte> frame) => Setup.TimeOnAir(frame.Length + LinkHeader.BytesMin);

    private Instant ByClock(TimeSpan moment) => new(moment * _pace);

    private TimeSpan Milliseconds(int least, int most) =>
        TimeSpan.FromMilliseconds(least + (most - least) * Random.NextDouble());

    private void WakeAt(Instant when)
    {
        if (when == Instant.Never) return;
        // Rounded up, as timers are.
        var at = TimeSpan.FromMilliseconds(Math.Ceiling((when.SinceStart / _pace).TotalMilliseconds));
        if (at >= _wakesAt && _wakesAt > _sky.Now) return;
        _wakesAt = at;
        _sky.At(
            at,
            () =>
            {
                if (_wakesAt == at) _wakesAt = TimeSpan.MaxValue;
                Step();
            });
    }
}
