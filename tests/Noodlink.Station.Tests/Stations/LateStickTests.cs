using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A stick that lay in a coat: read after thousands of later messages, and once more when everything has been
/// wiped.</summary>
public sealed class LateStickTests : IDisposable
{
    private const int Later = 5000;

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_noodmelding_that_comes_after_5000_later_ones_is_accepted_once_and_never_again()
    {
        _world.Set(BearerName.Mqtt, up: false);
        var late = _world.Node.Send(Some.Alarm("lag in de jas"), _world.Now);
        var file = _world.Node.Export(_world.Now);
        // Every frame of it is lost on the way; the others get through.
        _world.Loses = (_, up) => up && _world.Carried[^1].Header is { Series: Series.Numbered, Serial: 1 };
        _world.Set(BearerName.Mqtt, up: true);
        for (var sent = 0; sent < Later; sent += 250)
        {
            for (var i = 0; i < 250; i++) _world.Node.Send(Some.Report(), _world.Now);
            _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 1, 60, "all but the first are receipted");
        }

        Assert.Equal(Later, _world.Hub.Sql("SELECT count(*) FROM message"), Comparer);
        Assert.Equal(new CourierImport(CourierRefusal.None, New: 1), _world.Hub.Import(file, _world.Now));
        Assert.Equal(new CourierImport(CourierRefusal.None, Known: 1), _world.Hub.Import(file, _world.Now));
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 10, "the receipt goes over the LAN");

        _world.Loses = (_, _) => false;
        _world.Node.Send(new AlarmCancel([Some.Number(late)], CancelReason.Resolved, null), _world.Now, status: null);
        _world.Run(2);
        for (var i = 0; i < 20 * 24 && _world.Hub.View(late).Body is not null; i++)
        {
            _world.Skip(TimeSpan.FromHours(1));
            _world.Run(0.1);
        }

        Assert.Null(_world.Hub.View(late).Body);
        var versions = _world.Hub.Sql("SELECT count(*) FROM version");
        Assert.Equal(new CourierImport(CourierRefusal.None, Known: 1), _world.Hub.Import(file, _world.Now));
        _world.RestartHub();
        Assert.Equal(new CourierImport(CourierRefusal.None, Known: 1), _world.Hub.Import(file, _world.Now));
        Assert.Equal(versions, _world.Hub.Sql("SELECT count(*) FROM version"));
        Assert.Equal(Later + 2, _world.Hub.Sql("SELECT count(*) FROM message WHERE own = 0"), Comparer);
        Assert.Null(_world.Hub.View(late).Body);
    }

    private static readonly EqualityComparer<object?> Comparer =
        EqualityComparer<object?>.Create((x, y) => Convert.ToInt64(x) == Convert.ToInt64(y), _ => 0);
}
