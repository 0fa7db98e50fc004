using Noodlink.Node.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Pages;

public sealed class OldMessagesTests
{
    [Theory]
    [InlineData(MessageState.Queued)]
    [InlineData(MessageState.Sending)]
    [InlineData(MessageState.DeliveredDevice)]
    [InlineData(MessageState.SeenByHuman)]
    [InlineData(MessageState.Forwarded)]
    [InlineData(MessageState.AcceptedControlRoom)]
    [InlineData(MessageState.OnScene)]
    [InlineData(MessageState.Unconfirmed)]
    [InlineData(MessageState.NotForwarded)]
    public void An_open_noodmelding_is_never_old(MessageState state) =>
        Assert.False(IsOld(SomeView.In(state), TimeSpan.FromDays(9)));

    [Theory]
    [InlineData(MessageState.Closed)]
    [InlineData(MessageState.Cancelled)]
    public void What_ended_is_old_an_hour_later(MessageState state)
    {
        Assert.False(IsOld(SomeView.In(state), TimeSpan.FromMinutes(59)));
        Assert.True(IsOld(SomeView.In(state), TimeSpan.FromMinutes(61)));
    }

    [Fact]
    public void What_came_from_elsewhere_is_old_from_the_next_shift_on_and_at_the_latest_after_a_day()
    {
        var view = SomeView.In(MessageState.DeliveredDevice) with { Own = false };
        var last = Last(view);

        Assert.False(OldMessages.IsOld(view, (DateTimeOffset?)null, last.AddHours(23)));
        Assert.True(OldMessages.IsOld(view, (DateTimeOffset?)null, last.AddHours(25)));
        Assert.True(OldMessages.IsOld(view, last.AddMinutes(1), last.AddMinutes(2)));
        Assert.False(OldMessages.IsOld(view, last.AddMinutes(-1), last.AddMinutes(2)));
    }

    [Fact]
    public void A_correction_that_nobody_has_read_is_never_old() =>
        Assert.False(IsOld(SomeView.In(MessageState.Closed) with { Undone = true }, TimeSpan.FromDays(9)));

    private static bool IsOld(MessageView view, TimeSpan later) => OldMessages.IsOld(view, (DateTimeOffset?)null, Last(view) + later);

    private static DateTimeOffset Last(MessageView view) =>
        view.History.Select(entry => entry.At).Append(view.StoredAt).Max();
}
