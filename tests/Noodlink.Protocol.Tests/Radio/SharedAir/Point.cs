using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Radio.SharedAir;

/// <summary>A noodmelding and what became of it; true time.</summary>
internal sealed class Call(uint serial, bool isFlash, byte[] frame, TimeSpan posted)
{
    public uint Serial { get; } = serial;

    public bool IsFlash { get; } = isFlash;

    public byte[] Frame { get; } = frame;

    public TimeSpan Posted { get; } = posted;

    public int Tries { get; set; }

    public Instant Next { get; set; }

    public TimeSpan? FirstSent { get; set; }

    public TimeSpan? Confirmed { get; set; }

    /// <summary>The hub's to write: by which try it came first.</summary>
    public int HeardAt { get; set; }
}

/// <summary>A noodsteunpunt: repeats each noodmelding until its receipt, danger to life first, then by age.</summary>
internal sealed class Point : Site
{
    /// <summary>With something always waiting: as many as a turn can hold, and more.</summary>
    private const int Backlog = 6;

    /// <summary>The flood begins when the hub has been there for a minute: it has divided the time since the tenth
    /// station.</summary>
    private static readonly TimeSpan Begin = TimeSpan.FromMinutes(1);

    private static readonly Alarm Example = new(
        new AlarmFacts
        {
            Services = [EmergencyService.Ambulance], Type = AlarmType.MedicalDevice, DangerToLife = Danger.Yes, Victims = 1,
            Location = new Location
            {
                Kind = LocationKind.Address, Certainty = Certainty.Certain, Postcode = "9843AB", Number = "3",
            },
        },
        []);

    private readonly ushort _number;
    private readonly Envelope _envelope;
    private readonly Envelope _everybody;
    private readonly SlotReceipt _proof;
    private readonly List<Call> _waiting = [];
    private readonly Dictionary<long, Call> _out = [];
    private readonly ReadOnlyMemory<byte> _core;
    private uint _serial;

    public Point(
        Sky sky, ushort number, AirSetup setup, Envelope own, SlotReceipt proof, Envelope everybody, Random random)
        : base(sky, number, setup, random)
    {
        _number = number;
        _envelope = own;
        _everybody = everybody;
        _proof = proof;
        _core = BodyCodec.Encode(Example, out var length).AsMemory(0, length);
        if (setup.PerHour is { } perHour) sky.At(Gap(perHour), () => Post(sky, perHour));
        else sky.At(Begin, PostBacklog);
        sky.At(TimeSpan.Zero, Step);
    }

    public List<Call> Calls { get; } = [];

    protected override void Take(ReadOnlyMemory<byte> frame, Instant now, Instant began)
    {
        if (!FrameHeader.TryRead(frame.Span, out var header) || header.Direction != Direction.Down) return;
        if (header.Kind == Kind.Beacon && _everybody.TryOpen(frame.Span, HubSite.Number, out header, out var plaintext))
            Plan(header, (Beacon)((DecodeResult.Ok)BodyCodec.TryDecode(header, plaintext, coreOnly: false)).Body, now);
        if (header.Station != _number || !_envelope.TryOpen(frame.Span, HubSite.Number, out header, out plaintext)) return;

        var receipt = (DeviceReceipt)((DecodeResult.Ok)BodyCodec.TryDecode(header, plaintext, coreOnly: false)).Body;
        Channel.ReceiptHeard(now);
        Gate.Answered();
        foreach (var serial in receipt.Serials()) Confirm(call => call.Serial == serial);
    }

    protected override void Done(long ticket)
    {
        if (!_out.Remove(ticket, out var call) || call.Confirmed is not null) return;
        var wait = RetrySchedule.Next(call.Tries, singleAlarm: true, Setup.TimeOnAir(RadioTiming.ReceiptFrameBytes), Random);
        call.Next = Gate.AnswerDue(call.Frame, Now) ?? Now + wait;
        _waiting.Add(call);
    }

    protected override void Offer()
    {
        var now = Now;
        if (Best() is not { } best || best.Next > now) return;
        var ticket = NextTicket();
        var offer = new RadioOffer(
            ticket, best.Frame, OnAirOf(best.Frame), best.Tries + 1, Urgent: true, ReceiptExpected: true);
        if (!Channel.TryOffer(offer, now)) return;
        _ = _waiting.Remove(best);
        _out.Add(ticket, best);
        best.Tries++;
        best.FirstSent ??= TrueNow;
    }

    protected override Instant Due() => Best() is { } best && best.Next > Now ? best.Next : Instant.Never;

    /// <summary>In a turn one after the other; in contention one at a time, until its receipt: forty stations that each
    /// repeat all they have never come out of it again.</summary>
    private Call? Best() => _waiting.Where(call => !Gate.Holds(Now) || call.Next <= Now)
        .MinBy(call => (!call.IsFlash, call.Serial));

    private void Plan(FrameHeader header, Beacon beacon, Instant now)
    {
        if (Gate.Plan is { } last && beacon.Round == unchecked((ushort)(last.Round + 1)))
            foreach (var sent in Gate.Sent)
            {
                if (_proof.Proves(header, HubSite.Number, sent.Answer, beacon.Answers[sent.Answer], sent.Frame.Span))
                    Confirm(call => sent.Frame.Equals(call.Frame));
            }

        foreach (var call in _waiting) if (call.Next > now) call.Next = now;
        Gate.Begin(new SlotPlan(beacon), now);
    }

    private void Confirm(Predicate<Call> which)
    {
        if ((_waiting.Find(which) ?? _out.Values.FirstOrDefault(call => which(call))) is not { Confirmed: null } call) return;
        call.Confirmed = TrueNow;
        _ = _waiting.Remove(call);
        if (Setup.PerHour is null) Post();
    }

    private void PostBacklog()
    {
        for (var i = 0; i < Backlog; i++) Post();
        Step();
    }

    private void Post(Sky sky, double perHour)
    {
        Post();
        Step();
        sky.At(sky.Now + Gap(perHour), () => Post(sky, perHour));
    }

    private void Post()
    {
        var isFlash = Random.NextDouble() < Setup.FlashShare;
        var header = new FrameHeader(
            1, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.Alarm,
            isFlash ? Precedence.Flash : Precedence.Emergency, _number, 1, ++_serial, (uint)TrueNow.TotalSeconds, 1);
        var call = new Call(_serial, isFlash, _envelope.Seal(header, _number, [1, .. _core.Span]), TrueNow);
        Calls.Add(call);
        _waiting.Add(call);
    }

    private TimeSpan Gap(double perHour) => TimeSpan.FromHours(-Math.Log(1 - Random.NextDouble()) / perHour);
}
