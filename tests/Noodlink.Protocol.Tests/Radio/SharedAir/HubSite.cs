using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Radio.SharedAir;

/// <summary>The coördinatiepunt: keeps what it hears and answers, by receipts or in its beacons.</summary>
internal sealed class HubSite : Site
{
    public const ushort Number = 900;

    private const ushort Epoch = 7;

    private readonly Dictionary<ushort, (Envelope Envelope, SlotReceipt Proof)> _stations = [];
    private readonly Envelope _everybody;
    private readonly SlotSchedule _schedule = new();
    private readonly HashSet<(ushort Station, uint Serial)> _kept = [];
    private readonly List<(ushort Station, uint Serial)> _receipts = [];
    private readonly ushort _slot;
    private readonly ushort _period;
    private readonly TimeSpan _beaconOnAir;
    private (Beacon Body, byte[] Frame)? _beacon;
    private long _beaconTicket;
    private uint _serial;

    public HubSite(Sky sky, AirSetup setup, Envelope everybody, Random random)
        : base(sky, 0, setup, random)
    {
        _everybody = everybody;
        _slot = SlotPlan.HundredthsFor(
            setup.TimeOnAir(SlotPlan.SlotFrameBytes), setup.TimeOnAir(RadioTiming.LongFrameBytes));
        _beaconOnAir = setup.TimeOnAir(SlotPlan.BeaconFrameBytes);
        _period = SlotPlan.PeriodFor(_slot, _beaconOnAir);
        sky.At(TimeSpan.Zero, Step);
    }

    /// <summary>Told of each noodmelding that is new, with the frame as it came.</summary>
    public Action<ushort, uint> Kept { get; set; } = (_, _) => { };

    public void Add(ushort station, Envelope own, SlotReceipt proof)
    {
        _stations.Add(station, (own, proof));
        _schedule.Hears(station, Now);
    }

    public bool Has(ushort station, uint serial) => _kept.Contains((station, serial));

    protected override void Take(ReadOnlyMemory<byte> frame, Instant now, Instant began)
    {
        if (!FrameHeader.TryRead(frame.Span, out var header) || header.Direction != Direction.Up) return;
        if (!_stations.TryGetValue(header.Station, out var station) ||
            !station.Envelope.TryOpen(frame.Span, header.Station, out header, out _)) return;
        _schedule.Hears(header.Station, now);
        if (_kept.Add((header.Station, header.Serial))) Kept(header.Station, header.Serial);
        // The programs answer a core that is there; here it stands for the whole.
        if (Setup.Slots && Gate.AnswerFor(header.Station, began) is { } slot)
            _schedule.Keep(slot, SlotResult.Part, station.Proof, frame);
        else _receipts.Add((header.Station, header.Serial));
    }

    protected override void Done(long ticket)
    {
        if (ticket != _beaconTicket || _beacon is not { } beacon) return;
        Gate.Begin(new SlotPlan(beacon.Body), Now);
        _beacon = null;
    }

    protected override void Offer()
    {
        var now = Now;
        if (Setup.Slots) OfferBeacon(now);
        if (_receipts.Count == 0) return;
        var station = _receipts[0].Station;
        var serials = _receipts.Where(receipt => receipt.Station == station).Select(receipt => receipt.Serial).ToList();
        var first = serials.Min();
        var covered = serials.Where(serial => serial - first <= 32).ToHashSet();
        var frame = Receipt(station, first, covered);
        var offer = new RadioOffer(NextTicket(), frame, OnAirOf(frame), 1, Urgent: true, ReceiptExpected: false, Answer: true);
        if (Channel.TryOffer(offer, now))
            _ = _receipts.RemoveAll(receipt => receipt.Station == station && covered.Contains(receipt.Serial));
    }

    protected override Instant Due() =>
        Setup.Slots && _beacon is null && Gate.Holds(Now) ? Instant.Max(Now, BeaconDue) : Instant.Never;

    /// <summary>All slots of the round are over by then.</summary>
    private Instant BeaconDue => new(Gate.NextBeacon.SinceStart - _beaconOnAir - TimeSpan.FromMilliseconds(100));

    private void OfferBeacon(Instant now)
    {
        if (_beacon is null)
        {
            if (Gate.Holds(now) && now < BeaconDue) return;
            var header = new FrameHeader(
                1, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Beacon, Precedence.Routine, ushort.MaxValue,
                Epoch, ++_serial);
            var body = _schedule.Next(header, Number, 0, _slot, _period, hubTurn: false, now);
            _beacon = (body, _everybody.Seal(header, Number, BodyCodec.Encode(body, out _)));
        }

        var frame = _beacon.Value.Frame;
        var ticket = NextTicket();
        var offer = new RadioOffer(ticket, frame, OnAirOf(frame), 1, Urgent: true, ReceiptExpected: false);
        if (Channel.TryOffer(offer, now)) _beaconTicket = ticket;
    }

    private byte[] Receipt(ushort station, uint first, HashSet<uint> covered)
    {
        var bitmap = new byte[(covered.Max() - first + 7) / 8];
        foreach (var serial in covered.Where(serial => serial > first))
            bitmap[(serial - first - 1) / 8] |= (byte)(1 << (int)((serial - first - 1) % 8));
        var header = new FrameHeader(
            1, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Receipt, Precedence.Routine, station, Epoch, ++_serial);
        var body = new DeviceReceipt(1, first, ValueList.Create<byte>(bitmap), false, false, false);
        return _stations[station].Envelope.Seal(header, Number, BodyCodec.Encode(body, out _));
    }
}
