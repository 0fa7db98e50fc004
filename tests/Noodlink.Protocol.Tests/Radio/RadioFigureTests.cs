namespace Noodlink.Protocol.Tests.Radio;

/// <summary>The radio issue's figures (§4), small: seeded, in virtual time. The full ones are a command
/// (tests/Noodlink.Benchmarks, <c>radio</c>).</summary>
public sealed class RadioFigureTests
{
    [Theory]
    [InlineData(0.1, 1.39)]
    [InlineData(0.3, 1.79)]
    [InlineData(0.5, 2.50)]
    public void A_backlog_costs_hardly_more_frames_than_the_loss_makes_inevitable(double loss, double most)
    {
        var cost = SessionFigures.Backlog(21, loss, 10, SessionFigures.CoreBytes, messages: 500);

        Assert.True(cost.AllConfirmed);
        Assert.InRange(cost.DataFrames, 1, most);
        Assert.InRange(cost.HubAirtime.TotalSeconds, 0, 0.20);
    }

    [Theory]
    [InlineData(0.3, 1.5, 8)]
    [InlineData(0.5, 5, 16)]
    public void A_single_noodmelding_is_confirmed_in_seconds_though_frames_are_lost_both_ways(
        double loss, double half, double nearlyAll)
    {
        var waits = SessionFigures.Single(1, loss, 9, alarms: 1000).Order().ToList();

        Assert.InRange(waits[499], 0.5, half);
        Assert.InRange(waits[949], half, nearlyAll);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    public void A_short_text_costs_about_what_stop_and_wait_must_cost_and_less_in_a_backlog(double loss)
    {
        var bound = SessionFigures.StopAndWait(loss, 7, SessionFigures.TextBytes);
        var single = SessionFigures.OneByOne(2, loss, 7, SessionFigures.TextBytes, 200);
        var backlog = SessionFigures.Backlog(2, loss, 7, SessionFigures.TextBytes, 200);

        Assert.True(single.AllConfirmed && backlog.AllConfirmed);
        Assert.InRange(single.Airtime / bound, 0.5, 1.3);
        Assert.InRange(backlog.Airtime / bound, 0.3, 1);
    }
}
