using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests;

public sealed class FrameQueueTests
{
    private const int Batch = 64;

    private static readonly StationId Mad = StationId.Parse("GR-WK1"), Calm = StationId.Parse("GR-WK2");

    private readonly FakeTime _time = new();
    private readonly DropCount _dropped = new();
    private readonly FrameQueue _frames;
    private readonly List<StationInput> _taken = [];
    private uint _serial;

    public FrameQueueTests() => _frames = new FrameQueue(_dropped, _time);

    [Theory]
    [InlineData(Kind.Alarm)]
    [InlineData(Kind.SituationReport)]
    public void Whoever_floods_stands_in_its_own_line_and_a_neighbour_is_in_the_next_batch(Kind kind)
    {
        for (var i = 0; i < 10_000; i++) Add(Mad, kind);
        Add(Calm, kind);
        Assert.Contains(Calm, Take());
        Assert.Equal(10_000 - FrameQueue.LineMax, _dropped.ByReason["overShare"]);
    }

    [Fact]
    public void Many_that_flood_share_evenly()
    {
        var stations = Enumerable.Range(1, 16).Select(n => StationId.Parse($"GR-WK{n}")).ToList();
        foreach (var station in stations)
            for (var i = 0; i < 100; i++) Add(station, Kind.SituationReport);
        var share = Take().GroupBy(station => station).Select(group => group.Count());
        Assert.All(share, count => Assert.Equal(Batch / stations.Count, count));
    }

    [Fact]
    public void A_noodmelding_goes_before_everything_that_is_none_also_before_its_senders_own()
    {
        for (var i = 0; i < 100; i++) Add(Mad, Kind.SituationReport);
        for (var i = 0; i < 100; i++) Add(Calm, Kind.Receipt);
        Add(Mad, Kind.Alarm);
        Take();
        Assert.Equal(Kind.Alarm, KindOf(_taken[0]));
    }

    [Fact]
    public void A_flood_of_noodmeldingen_leaves_a_quarter_to_receipts()
    {
        for (var i = 0; i < 100; i++) Add(Mad, Kind.Alarm);
        for (var i = 0; i < 100; i++) Add(Calm, Kind.Receipt);
        Take();
        Assert.Equal(Batch / 4, _taken.Count(input => KindOf(input) == Kind.Receipt));
    }

    [Fact]
    public void The_quarter_stands_behind_the_noodmeldingen_of_its_batch_and_overtakes_none_of_its_senders_own()
    {
        Add(Mad, Kind.SituationReport);
        for (var i = 0; i < 53; i++) Add(Mad, Kind.Alarm);
        Add(Calm, Kind.Receipt);
        Take();
        Assert.Equal([.. Enumerable.Repeat(Kind.Alarm, 53), Kind.Receipt, Kind.SituationReport], _taken.Select(KindOf));

        Add(Mad, Kind.SituationReport);
        for (var i = 0; i < 100; i++) Add(Mad, Kind.Alarm);
        var kinds = new List<Kind>();
        while (_frames.Count > 0)
        {
            Take();
            kinds.AddRange(_taken.Select(KindOf));
        }

        Assert.Equal([.. Enumerable.Repeat(Kind.Alarm, 100), Kind.SituationReport], kinds);
    }

    [Fact]
    public void An_exercise_is_no_noodmelding_here()
    {
        Add(Mad, Kind.Alarm, MessageStatus.Exercise);
        Add(Calm, Kind.Alarm);
        Assert.Equal([Calm, Mad], Take());
    }

    [Fact]
    public void A_line_of_huge_packets_is_short_and_leaves_room_for_a_noodmelding()
    {
        for (var i = 0; i < 100; i++) Add(Mad, Kind.SituationReport, bytes: 16_384);
        Assert.Equal(FrameQueue.LineBytesMax / 16_384, _frames.Count);
        Add(Mad, Kind.Alarm);
        Take();
        Assert.Equal(Kind.Alarm, KindOf(_taken[0]));
    }

    [Fact]
    public void When_all_lines_together_are_too_long_everybody_keeps_the_start_of_one()
    {
        for (var n = 1; n <= 200; n++)
            for (var i = 0; i < 16; i++) Add(StationId.Parse($"GR-W{n}"), Kind.SituationReport, bytes: 16_384);
        var before = _frames.Count;
        Assert.InRange(before, 1, 200 * 16 - 1);
        Add(Calm, Kind.SituationReport);
        Assert.Equal(before + 1, _frames.Count);
    }

    [Fact]
    public void On_the_air_the_readable_number_is_the_sender()
    {
        for (var i = 0; i < 300; i++) _frames.Add(new BearerInput.Received(BearerName.Radio, Frame(Kind.Alarm, station: 1)));
        _frames.Add(new BearerInput.Received(BearerName.Radio, Frame(Kind.Alarm, station: 2)));
        _frames.Add(new BearerInput.Received(BearerName.Radio, new byte[] { 1, 2, 3 }));
        Take();
        Assert.Equal(2, _taken.Count(input => Header(input).Station == 2) + _taken.Count(input => Header(input) == default));
    }

    [Fact]
    public void The_door_closes_when_the_loop_takes_nothing_and_opens_when_it_does()
    {
        _time.Advance(TimeSpan.FromMinutes(1)); // nothing to take is no stall
        Add(Mad, Kind.Alarm);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(_frames.IsStalled);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_frames.IsStalled);
        Take();
        Assert.False(_frames.IsStalled);
    }

    [Fact]
    public void After_the_close_what_waits_is_still_taken_and_the_rest_is_counted()
    {
        Add(Mad, Kind.Alarm);
        _frames.Close();
        Add(Calm, Kind.Alarm);
        Assert.Equal([Mad], Take());
        Assert.Equal(1, _dropped.ByReason["stopping"]);
    }

    [Fact]
    public void The_loop_is_told_once_however_many_come()
    {
        Add(Mad, Kind.Alarm);
        Assert.True(_frames.ShouldTell());
        Add(Mad, Kind.Alarm);
        Assert.False(_frames.ShouldTell());
        Take();
        Add(Mad, Kind.Alarm);
        Assert.True(_frames.ShouldTell());
    }

    private void Add(StationId from, Kind kind, MessageStatus status = MessageStatus.Actual, int bytes = 64) =>
        _frames.Add(new BearerInput.Received(BearerName.Mqtt, Frame(kind, status: status, bytes: bytes), From: from));

    private byte[] Frame(Kind kind, ushort station = 1, MessageStatus status = MessageStatus.Actual, int bytes = 64)
    {
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, status, Direction.Up, Series.Numbered, kind, Precedence.Routine, station, 1, ++_serial, 1);
        var frame = new byte[bytes];
        header.Write(frame);
        return frame;
    }

    private List<StationId> Take()
    {
        _taken.Clear();
        _frames.Take(_taken, Batch);
        return [.. _taken.Select(input => Received(input).From).OfType<StationId>()];
    }

    private static BearerInput.Received Received(StationInput input) =>
        (BearerInput.Received)((StationInput.FromBearer)input).Input;

    private static FrameHeader Header(StationInput input) =>
        FrameHeader.TryRead(Received(input).Frame.Span, out var header) ? header : default;

    private static Kind KindOf(StationInput input) => Header(input).Kind;
}
