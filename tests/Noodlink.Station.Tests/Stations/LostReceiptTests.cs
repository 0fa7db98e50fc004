using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>On these wires a report without a receipt is tried again after 5 s; the status is told once a second.</summary>
public sealed class LostReceiptTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_message_that_comes_again_at_once_because_its_receipt_was_lost_is_receipted_soon()
    {
        _world.Loses = (_, up) => !up;
        _world.Node.Send(Some.Report(), _world.Now);
        _world.Run(TimeSpan.FromSeconds(0.3));
        _world.Loses = (_, _) => false;
        NodeHasItsLinkAgain();

        _world.Run(TimeSpan.FromSeconds(3.2));

        Assert.Equal(0, _world.Node.Desk.Status.Waiting);
    }

    [Fact]
    public void A_receipt_that_waits_for_its_two_seconds_outlives_a_short_break_of_the_link()
    {
        _world.Loses = (_, up) => !up;
        _world.Node.Send(Some.Report(), _world.Now);
        _world.Run(TimeSpan.FromSeconds(0.3));
        NodeHasItsLinkAgain();
        _world.Run(TimeSpan.FromSeconds(0.3));
        _world.Hub.Lan.Up = false;
        _world.Run(TimeSpan.FromSeconds(0.3));
        _world.Hub.Lan.Up = true;
        _world.Loses = (_, _) => false;
        NodeHasItsLinkAgain();

        _world.Run(TimeSpan.FromSeconds(3.2));

        Assert.Equal(0, _world.Node.Desk.Status.Waiting);
    }

    private void NodeHasItsLinkAgain()
    {
        foreach (var isUp in (bool[])[false, true])
        {
            _world.Node.Lan.Up = isUp;
            _world.Node.Turn(
                _world.Now, new StationInput.FromBearer(new BearerInput.Changed(BearerName.Mqtt, _world.Node.Lan.Status)));
        }
    }
}
