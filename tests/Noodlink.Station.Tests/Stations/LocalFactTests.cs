using Noodlink.Protocol;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Tests.Stations;

public sealed class LocalFactTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private LocalFacts Facts => _world.Node.Desk.Facts;

    [Fact]
    public void What_was_told_is_there_at_once_and_after_a_restart_with_its_moment()
    {
        _world.Run(3);
        Set(LocalFact.Reach112, "Sometimes");
        Set(LocalFact.BulletinHung(12), "ja");
        Assert.Equal(Reachable112.Sometimes, Facts.Reach112);
        var at = World.Wall(_world.Now);
        _world.Skip(TimeSpan.FromHours(1));
        _world.RestartNode();
        Assert.Equal(Reachable112.Sometimes, Facts.Reach112);
        Assert.Equal(at, Facts.Find(LocalFact.Reach112)!.At);
        Assert.Equal("ja", Facts.Find(LocalFact.BulletinHung(12))!.Value);
        Assert.Null(Facts.Find(LocalFact.BulletinHung(13)));

        Set(LocalFact.Reach112, null);
        Assert.Null(Facts.Reach112);
        _world.RestartNode();
        Assert.Null(Facts.Reach112);
    }

    [Theory]
    [InlineData("Reach112", "Misschien")]
    [InlineData("Reach112", "1")]
    [InlineData("PowerSource", "generator")]
    [InlineData("PowerHours", "-1")]
    [InlineData("PowerHours", "721")]
    [InlineData("PowerHours", "9 uur")]
    [InlineData("Shift", "")]
    [InlineData("Shift", "  ")]
    [InlineData("Shift", "team\u0007leider")]
    [InlineData("Shift", "1234567890123456789012345678901234567890123456789012345678901")]
    public void What_is_no_value_of_a_fact_is_refused_and_changes_nothing(string name, string value)
    {
        var fact = ((LocalFact[])[LocalFact.Reach112, LocalFact.PowerSource, LocalFact.PowerHours, LocalFact.Shift])
            .Single(one => one.Name == name);
        Assert.IsType<FactOutcome.Unfit>(Finish(fact, value));
        Assert.Null(Facts.Find(fact));
    }

    [Fact]
    public void Hours_of_power_count_down_while_the_program_runs_whatever_the_wall_clock_does()
    {
        Set(LocalFact.PowerSource, "Generator");
        Assert.Equal((PowerSource.Generator, null), (Facts.Power!.Source, Facts.Power.Left));
        Set(LocalFact.PowerHours, "9");
        _world.Clock = now => World.Wall(now).AddDays(-4000);
        After(TimeSpan.FromHours(2));
        Assert.InRange(Facts.Power.Left!.Value.TotalMinutes, 7 * 60 - 1, 7 * 60);
        After(TimeSpan.FromHours(8));
        Assert.Equal(TimeSpan.Zero, Facts.Power.Left);
        Set(LocalFact.PowerHours, null);
        Assert.Null(Facts.Power.Left);
    }

    [Fact]
    public void Over_a_restart_hours_of_power_only_go_down()
    {
        Set(LocalFact.PowerHours, "9");
        After(TimeSpan.FromHours(2));
        _world.Skip(TimeSpan.FromHours(3));
        _world.RestartNode();
        Assert.InRange(Facts.Power!.Left!.Value.TotalMinutes, 4 * 60 - 1, 4 * 60);

        // The clock wakes up years back: nothing is given back, and the few minutes since the last write at most.
        After(TimeSpan.FromHours(1));
        _world.Clock = now => World.Wall(now).AddDays(-4000);
        _world.RestartNode();
        Assert.InRange(Facts.Power!.Left!.Value.TotalMinutes, 3 * 60 - 1, (3 * 60) + 5);
        var before = Facts.Power.Left;
        _world.RestartNode();
        Assert.InRange(Facts.Power!.Left!.Value, TimeSpan.Zero, before.Value);
    }

    [Fact]
    public void Facts_are_told_as_a_change_of_the_status()
    {
        var told = false;
        _ = WatchAsync();
        Set(LocalFact.Shift, "vrijwilliger");
        for (var spin = default(SpinWait); !Volatile.Read(ref told); spin.SpinOnce(sleep1Threshold: -1))
            Assert.True(spin.Count < 10_000_000, "nobody was told");

        async Task WatchAsync()
        {
            await foreach (var change in _world.Node.Desk.WatchAsync(CancellationToken.None))
            {
                Volatile.Write(ref told, change is { Message: null, Draft: null });
                return;
            }
        }
    }

    [Fact]
    public void Status_of_a_node_shows_them_and_of_a_hub_not()
    {
        Set(LocalFact.Reach112, "No");
        Assert.Equal(Reachable112.No, _world.Node.Desk.Status.Local!.Reach112);
        Assert.Null(_world.Hub.Desk.Status.Local);
    }

    private void After(TimeSpan span)
    {
        // Once a minute is enough for what is written every five.
        for (var end = _world.Now + span; _world.Now < end; _world.Skip(TimeSpan.FromMinutes(1))) _world.Run(0.1);
        _world.Run(1.2);
    }

    private void Set(LocalFact fact, string? value) => Assert.IsType<FactOutcome.Kept>(Finish(fact, value));

    private FactOutcome Finish(LocalFact fact, string? value) =>
        _world.Node.Finish(_world.Node.Desk.SetFactAsync(fact, value, default), _world.Now);
}
