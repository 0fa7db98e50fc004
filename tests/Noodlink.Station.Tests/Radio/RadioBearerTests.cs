using Noodlink.Station.Bearers;
using Noodlink.Station.Tests.Modems;

namespace Noodlink.Station.Tests.Radio;

public sealed class RadioBearerTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    private string Ledger => Path.Combine(_disk.Path, "airtime.ledger");

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_noodmelding_goes_to_the_modem_at_once_behind_its_link_header()
    {
        await using var bench = new RadioBench(_disk.Path);
        await bench.Modem.SwitchAsync(on: true);
        await bench.SettleAsync();

        Assert.True(bench.Offer(7, attempt: 3));
        await bench.SettleAsync();

        var frame = Assert.Single(bench.Modem.Sent);
        Assert.Equal([0x03, .. Enumerable.Repeat((byte)7, 51)], frame);
    }

    [Fact]
    public async Task The_charge_is_on_disk_before_the_modem_has_the_frame()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path);
        var linesAtHandOver = new List<int>();
        bench.Modem.BeforeSend = () => linesAtHandOver.Add(File.ReadAllLines(Ledger).Length);

        for (var ticket = 1; ticket <= 3; ticket++)
        {
            Assert.True(bench.Offer(ticket, receiptExpected: false));
            await bench.PassAsync(0.2); // the turn-around of an answer
            await bench.Modem.FinishAsync();
            await bench.SettleAsync();
        }

        Assert.Equal([2, 3, 4], linesAtHandOver); // heading and charges
    }

    [Fact]
    public async Task One_frame_is_inside_the_modem_and_ready_follows_when_there_is_room()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path);

        Assert.True(bench.Offer(1));
        Assert.False(bench.Offer(2));
        await bench.Modem.FinishAsync();
        await bench.SettleAsync();
        Assert.Equal(
            new BearerInput.Done(BearerName.Radio, 1, OfferOutcome.Left), Assert.Single(bench.All<BearerInput.Done>()));
        Assert.False(bench.Offer(2)); // listening for the receipt
        Assert.Empty(bench.All<BearerInput.Ready>());

        await bench.PassAsync(2);
        Assert.Single(bench.All<BearerInput.Ready>());
        Assert.True(bench.Offer(2));
    }

    [Fact]
    public async Task A_receipt_ends_the_wait()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path);
        Assert.True(bench.Offer(1));
        await bench.SettleAsync();
        await bench.Modem.FinishAsync();
        await bench.SettleAsync();

        bench.Bearer.ReceiptHeard();
        await bench.SettleAsync();

        Assert.Single(bench.All<BearerInput.Ready>());
        Assert.True(bench.Offer(2));
    }

    [Fact]
    public async Task A_receipt_that_comes_before_the_modem_says_sent_ends_the_wait_too()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path);
        Assert.True(bench.Offer(1));
        await bench.SettleAsync();

        bench.Bearer.ReceiptHeard();
        await bench.Modem.FinishAsync();
        await bench.SettleAsync();

        Assert.Single(bench.All<BearerInput.Ready>());
        Assert.True(bench.Offer(2));
    }

    [Fact]
    public async Task What_is_heard_comes_without_link_header_and_with_its_signal()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path);

        await bench.Modem.HearAsync([0x65, 4, 1, 2, 3]);
        await bench.SettleAsync();

        var received = Assert.Single(bench.All<BearerInput.Received>());
        Assert.Equal([1, 2, 3], received.Frame.ToArray());
        Assert.Equal((-97.5, 6.25), (received.RssiDbm, received.SnrDb));
        Assert.Equal((1, TimeSpan.FromSeconds(1)), (received.Hop, received.Following));
    }

    [Fact]
    public async Task A_frame_too_short_for_a_link_header_comes_empty_so_that_it_is_counted()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path);

        await bench.Modem.HearAsync([]);
        await bench.Modem.HearAsync([0x25]);
        await bench.SettleAsync();

        Assert.Equal([0, 0], bench.All<BearerInput.Received>().Select(received => received.Frame.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)] // with the link header one too many
    [InlineData(16_384)]
    public async Task A_frame_that_the_modem_cannot_carry_is_taken_and_fails_with_the_limit(int bytes)
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path);

        Assert.True(bench.Offer(9, bytes: bytes));
        await bench.SettleAsync();

        var done = Assert.Single(bench.All<BearerInput.Done>());
        Assert.Equal((9, OfferOutcome.Failed), (done.Ticket, done.Outcome));
        Assert.Equal($"{bytes} bytes, must be 1..198 with this modem", done.Detail);
        Assert.Empty(bench.Modem.Sent);
    }

    [Fact]
    public async Task A_modem_that_goes_and_comes_back_is_a_state_and_every_offer_is_answered()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path);
        Assert.True(bench.Offer(1));
        await bench.SettleAsync();

        await bench.Modem.SwitchAsync(on: false);
        await bench.Modem.FinishAsync(onAir: false, "unplugged");
        await bench.SettleAsync();
        Assert.False(bench.Bearer.Status.Up);
        Assert.Equal("unplugged", bench.Bearer.Status.Detail);
        Assert.Equal(OfferOutcome.Failed, Assert.Single(bench.All<BearerInput.Done>()).Outcome);
        Assert.False(bench.Offer(2));

        await bench.PassAsync(5);
        await bench.Modem.SwitchAsync(on: true);
        await bench.SettleAsync();
        Assert.Equal(
            [true, false, true], bench.All<BearerInput.Changed>().Select(changed => changed.Status.Up).TakeLast(3));
        Assert.Single(bench.All<BearerInput.Ready>());
        Assert.True(bench.Offer(2));
    }

    [Fact]
    public async Task A_modem_that_never_tells_does_not_hold_the_radio_for_ever()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path);
        Assert.True(bench.Offer(1));
        await bench.SettleAsync();

        await bench.PassAsync(12);

        var done = Assert.Single(bench.All<BearerInput.Done>());
        Assert.Equal(
            (OfferOutcome.Failed, "the modem did not tell what became of the frame"), (done.Outcome, done.Detail));
    }

    [Fact]
    public async Task The_first_delay_holds_routine_traffic_and_ready_tells_when_it_is_over()
    {
        await using var bench = new RadioBench(_disk.Path);
        await bench.Modem.SwitchAsync(on: true);
        await bench.SettleAsync();

        Assert.False(bench.Offer(1, urgent: false));
        await bench.PassAsync(31);

        Assert.Single(bench.All<BearerInput.Ready>());
        Assert.True(bench.Offer(1, urgent: false));
    }

    [Fact]
    public async Task A_restart_of_the_program_goes_on_counting_where_it_was()
    {
        var time = new FakeTime();
        var boot = Guid.NewGuid();
        await using (var bench = await RadioBench.StartAsync(_disk.Path, time, boot, dutyCyclePercent: 1))
        {
            for (var ticket = 1; ticket <= 20; ticket++)
            {
                Assert.True(bench.Offer(ticket, receiptExpected: false, bytes: 180));
                await bench.PassAsync(0.2);
                await bench.Modem.FinishAsync();
                await bench.SettleAsync();
            }

            Assert.InRange(bench.Bearer.Status.AirtimeLeftPercent!.Value, 40, 60);
        }

        // Three quarters of an hour later, with the wall clock ten years back.
        time.Advance(TimeSpan.FromMinutes(45));
        time.WallClock -= TimeSpan.FromDays(3650);
        await using var after = await RadioBench.StartAsync(_disk.Path, time, boot, dutyCyclePercent: 1);
        Assert.InRange(after.Bearer.Status.AirtimeLeftPercent!.Value, 40, 60);
        time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(100, after.Bearer.Status.AirtimeLeftPercent);
    }

    [Fact]
    public async Task A_machine_that_was_off_counts_its_airtime_from_start_up_whatever_its_clocks_say()
    {
        await using (var before = await RadioBench.StartAsync(_disk.Path, boot: Guid.NewGuid(), dutyCyclePercent: 1))
        {
            Assert.True(before.Offer(1, bytes: 180));
            await before.SettleAsync();
        }

        var late = new FakeTime { WallClock = new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        late.Advance(TimeSpan.FromDays(30));
        await using var after = new RadioBench(_disk.Path, late, Guid.NewGuid(), dutyCyclePercent: 1);
        Assert.True(after.Bearer.Status.AirtimeLeftPercent < 98);
        late.Advance(TimeSpan.FromMinutes(59));
        Assert.True(after.Bearer.Status.AirtimeLeftPercent < 98);
        late.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(100, after.Bearer.Status.AirtimeLeftPercent);
    }

    [Fact]
    public async Task Without_a_ledger_routine_traffic_waits_and_a_noodmelding_goes_counted_in_memory()
    {
        _ = File.CreateSymbolicLink(Ledger + ".new", "/dev/full");
        await using var bench = await RadioBench.StartAsync(_disk.Path);

        Assert.True(bench.Offer(2, urgent: false));
        await bench.SettleAsync();
        var routine = bench.All<BearerInput.Done>().Single(done => done.Ticket == 2);
        Assert.Equal(OfferOutcome.Failed, routine.Outcome);
        Assert.StartsWith("the airtime ledger cannot be written", routine.Detail, StringComparison.Ordinal);
        Assert.Contains("only noodmeldingen", bench.Bearer.Status.Detail, StringComparison.Ordinal);

        await bench.PassAsync(2);
        var sent = bench.Modem.Sent.Count;
        Assert.True(bench.Offer(3));
        await bench.SettleAsync();
        await bench.Modem.FinishAsync();
        await bench.PassAsync(3);
        Assert.Equal(sent + 1, bench.Modem.Sent.Count);
        var used = bench.Bearer.Status.DutyCycleUsedPercent;

        File.Delete(Ledger + ".new");
        Assert.True(bench.Offer(4, urgent: false));
        await bench.SettleAsync();
        Assert.Equal(sent + 2, bench.Modem.Sent.Count);
        Assert.DoesNotContain("ledger", bench.Bearer.Status.Detail, StringComparison.Ordinal);
        using var reader = new AirtimeLedger(_disk.Path);
        var onDisk = reader.Read(out _)!.Sum(entry => entry.OnAir.TotalSeconds);
        Assert.True(onDisk >= used * 36, $"{onDisk} s on disk, {used} % used before");
    }

    [Fact]
    public async Task A_past_that_cannot_be_read_counts_as_spent_but_for_the_reserve()
    {
        _ = Directory.CreateDirectory(Ledger);
        await using var bench = await RadioBench.StartAsync(_disk.Path);

        Assert.Equal(25, bench.Bearer.Status.AirtimeLeftPercent!.Value, 3);
        Assert.False(bench.Offer(1, urgent: false));
        Assert.True(bench.Offer(2, urgent: true));
    }

    [Fact]
    public async Task A_slow_station_makes_the_radio_wait_and_loses_nothing()
    {
        await using var bench = new RadioBench(_disk.Path, room: 2);
        var heard = Task.WhenAll(
            Enumerable.Range(0, 200).Select(number => bench.Modem.HearAsync([1, (byte)number, 1, 1])));

        // The writers overtake each other: the first marker may come before the last frame.
        await bench.SettleAsync();
        await heard;
        await bench.SettleAsync();

        Assert.Equal(200, bench.All<BearerInput.Received>().Count());
    }

    [Fact]
    public async Task The_retry_waits_are_those_of_the_schedule()
    {
        await using var bench = new RadioBench(_disk.Path);
        var bearer = bench.Bearer;

        Assert.Equal(TimeSpan.Zero, bearer.RetryAfter(0, alarm: true));
        Assert.InRange(bearer.RetryAfter(12, alarm: true).TotalSeconds, 0.226, 1.227);
        Assert.InRange(bearer.RetryAfter(40, alarm: true).TotalSeconds, 30, 60);
        Assert.InRange(bearer.RetryAfter(1, alarm: false).TotalSeconds, 1.226, 2.227);
    }
}
