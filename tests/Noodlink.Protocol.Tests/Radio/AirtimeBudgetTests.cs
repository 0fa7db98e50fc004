using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class AirtimeBudgetTests
{
    private const string Band = "869.40-869.65";
    private static readonly BootClock Clock = new(Guid.Parse("11111111-0000-0000-0000-000000000000"), TimeSpan.Zero);

    [Fact]
    public void A_new_ledger_grants_the_whole_allowance()
    {
        var budget = New(10);

        Assert.Equal(TimeSpan.FromSeconds(360), budget.Allowance);
        Assert.Equal(0, budget.DutyCycleUsedPercent(At(0)));
        Assert.Equal(100, budget.AirtimeLeftPercent(At(0)));
    }

    [Fact]
    public void Used_and_left_are_shares_of_the_hour_and_of_the_allowance()
    {
        var budget = New(10);

        budget.Charge(TimeSpan.FromSeconds(36), At(0));

        Assert.Equal(1, budget.DutyCycleUsedPercent(At(0)), 6);
        Assert.Equal(90, budget.AirtimeLeftPercent(At(0)), 6);
    }

    [Fact]
    public void The_last_quarter_is_for_noodmeldingen_and_their_receipts()
    {
        var budget = New(10);
        var second = TimeSpan.FromSeconds(1);
        for (var i = 0; i < 270; i++)
        {
            Assert.Equal(At(i), budget.MaySendAt(second, urgent: false, At(i)));
            budget.Charge(second, At(i));
        }

        Assert.True(budget.MaySendAt(second, urgent: false, At(270)) > At(3600));
        for (var i = 270; i < 360; i++)
        {
            Assert.Equal(At(i), budget.MaySendAt(second, urgent: true, At(i)));
            budget.Charge(second, At(i));
        }

        Assert.True(budget.MaySendAt(second, urgent: true, At(360)) > At(3600));
        Assert.Equal(0, budget.AirtimeLeftPercent(At(360)), 6);
    }

    [Fact]
    public void The_moment_it_names_is_the_first_at_which_the_frame_fits()
    {
        var budget = New(1);
        var frame = TimeSpan.FromSeconds(9);
        for (var i = 0; i < 4; i++) budget.Charge(frame, At(i * 100));

        var when = budget.MaySendAt(frame, urgent: true, At(400));

        Assert.True(when > At(3600) && when < At(3650), $"{when}");
        var justBefore = new Instant(when.SinceStart - TimeSpan.FromTicks(1));
        Assert.Equal(when, budget.MaySendAt(frame, urgent: true, justBefore));
        Assert.Equal(when, budget.MaySendAt(frame, urgent: true, when));
    }

    [Fact]
    public void A_frame_longer_than_the_allowance_never_fits()
    {
        var budget = New(0.1); // 3.6 s, of which 2.7 s for routine traffic

        Assert.Equal(Instant.Never, budget.MaySendAt(TimeSpan.FromSeconds(3.7), urgent: true, At(0)));
        Assert.Equal(Instant.Never, budget.MaySendAt(TimeSpan.FromSeconds(2.8), urgent: false, At(0)));
        Assert.Equal(At(0), budget.MaySendAt(TimeSpan.FromSeconds(2.8), urgent: true, At(0)));
    }

    [Fact]
    public void A_restart_of_the_program_forgets_nothing_and_adds_nothing()
    {
        var before = New(10);
        before.Charge(TimeSpan.FromSeconds(100), At(0));
        var later = new BootClock(Clock.Boot, TimeSpan.FromSeconds(1800)); // the same machine, half an hour on

        var after = New(10, later, before.Entries(At(0)));

        Assert.Equal(TimeSpan.FromSeconds(100), after.Used(At(0)));
        Assert.Equal(TimeSpan.FromSeconds(100), after.Used(At(1800)));
        Assert.Equal(TimeSpan.Zero, after.Used(At(2100)));
    }

    [Fact]
    public void After_a_restart_of_the_machine_all_of_it_counts_as_made_at_start_up()
    {
        var before = New(10, new BootClock(Guid.NewGuid(), TimeSpan.FromDays(900)), []);
        before.Charge(TimeSpan.FromSeconds(100), At(0));

        var after = New(10, Clock, before.Entries(At(0)));

        Assert.Equal(TimeSpan.FromSeconds(100), after.Used(At(3600)));
        Assert.Equal(TimeSpan.Zero, after.Used(At(3640)));
    }

    [Fact]
    public void A_frame_that_the_modem_still_sends_after_the_crash_weighs_until_an_hour_after_its_end()
    {
        var longest = Airtime.Of(255, 12, 125_000, 5);
        var before = New(10, new BootClock(Guid.NewGuid(), TimeSpan.Zero), []);
        before.Charge(longest, At(0));

        // Back at once; the modem has its own supply, waited ten seconds for a quiet channel, and then sent.
        var after = New(10, Clock, before.Entries(At(0)));

        Assert.Equal(longest, after.Used(At(3600 + 10 + longest.TotalSeconds)));
    }

    [Fact]
    public void What_an_earlier_process_recalled_is_not_recalled_once_more()
    {
        var other = New(10, new BootClock(Guid.NewGuid(), TimeSpan.Zero), []);
        other.Charge(TimeSpan.FromSeconds(100), At(0));
        var first = New(10, Clock, other.Entries(At(0)));

        var second = New(10, Clock with { AtOrigin = TimeSpan.FromSeconds(3000) }, first.Entries(At(0)));

        Assert.Equal(TimeSpan.Zero, second.Used(At(640)));
    }

    [Fact]
    public void Each_sub_band_has_its_own_hour_and_none_is_forgotten()
    {
        var before = New(10);
        before.Charge(TimeSpan.FromSeconds(100), At(0));

        var elsewhere = new AirtimeBudget("865.00-868.60", 1, Clock, before.Entries(At(0)), At(0));
        var back = New(10, Clock, elsewhere.Entries(At(10)));

        Assert.Equal(TimeSpan.Zero, elsewhere.Used(At(10)));
        Assert.Equal(TimeSpan.FromSeconds(100), back.Used(At(10)));
    }

    [Fact]
    public void An_hour_of_sending_is_a_few_hundred_entries()
    {
        var budget = New(10);
        for (var i = 0; i < 7200; i++) budget.Charge(TimeSpan.FromMilliseconds(50), At(i / 2.0));

        Assert.InRange(budget.Entries(At(3600)).Count, 300, 370);
    }

    private static Instant At(double seconds) => new(TimeSpan.FromSeconds(seconds));

    private static AirtimeBudget New(double percent) => New(percent, Clock, []);

    private static AirtimeBudget New(double percent, BootClock clock, IEnumerable<AirtimeEntry> kept) =>
        new(Band, percent, clock, kept, At(0));
}
