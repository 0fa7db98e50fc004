using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

/// <summary>What is told about a noodmelding that seemed to be over.</summary>
public sealed class LateUpdateTests
{
    [Fact]
    public async Task An_aanvulling_on_a_noodmelding_that_was_withdrawn_is_to_be_done_until_somebody_has_read_it()
    {
        await using var hub = await RunningHub.StartWithNodeAsync();
        var alarm = await hub.ReceiveAsync(SomeJson.Example);
        await hub.ReceiveAsync($$"""{"kind":"AlarmUpdate","references":["{{alarm}}"],"text":"Het gaat beter."}""");
        await hub.ReceiveAsync($$"""{"kind":"AlarmCancel","references":["{{alarm}}"],"reason":"Resolved"}""");
        await Until.True(() => hub.Desk.Find(alarm)!.State == MessageState.Cancelled, () => "it is withdrawn");
        // What was told before belongs to what is over.
        Assert.Empty(hub.Desk.Unhandled(9));

        await hub.ReceiveAsync($$"""{"kind":"AlarmUpdate","references":["{{alarm}}"],"text":"Toch weer niet goed."}""");
        Assert.Equal(alarm, Assert.Single(hub.Desk.Unhandled(9)).Number);
        using var _ = await hub.Client.GetAsync($"/meldingen/{alarm}");
        await Until.True(() => hub.Desk.Unhandled(9).Count == 0, () => "it was read");
        Assert.Equal(MessageState.Cancelled, hub.Desk.Find(alarm)!.State);
    }
}
