using Noodlink.Protocol.Tests.Radio.SharedAir;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>The figures of issue 4 §2, small; the whole table: <c>Noodlink.Benchmarks -- shared-air</c>.</summary>
public sealed class SharedAirTests
{
    private const int Seed = 1;

    [Fact]
    public void Forty_stations_with_ten_messages_an_hour_get_through_at_the_first_try_with_slots_and_not_without()
    {
        var slots = Run(slots: true, perHour: 10, points: 40, hours: 4);
        var contention = Run(slots: false, perHour: 10, points: 40, hours: 4);

        Assert.True(slots.FirstTry >= 0.95, $"seed {Seed}: {slots}");
        Assert.True(contention.FirstTry < 0.9, $"seed {Seed}: {contention}");
    }

    [Fact]
    public void With_slots_three_thousand_noodmeldingen_an_hour_are_confirmed_and_the_hub_stays_within_its_10_percent()
    {
        var result = Run(slots: true, perHour: null, points: 40, hours: 1);

        Assert.True(result.PerHour >= 3000, $"seed {Seed}: {result}");
        Assert.True(result.FirstTry >= 0.95, $"seed {Seed}: {result}");
        Assert.True(result.HubDuty < 0.10, $"seed {Seed}: {result}");
    }

    [Fact]
    public void Nothing_is_confirmed_that_the_hub_does_not_have()
    {
        for (var seed = 0; seed < 4; seed++)
            foreach (var slots in new[] { false, true })
            {
                var setup = new AirSetup(25, slots, 30, 0.5, TimeSpan.FromMinutes(30), seed);

                Assert.True(AirRun.Of(setup) is { Wrong: 0, Counted: > 200 }, setup.ToString());
            }
    }

    [Fact]
    public void One_seed_gives_one_result() =>
        Assert.Equal(Run(slots: true, perHour: 20, points: 12, hours: 1), Run(slots: true, perHour: 20, points: 12, hours: 1));

    private static AirResult Run(bool slots, double? perHour, int points, double hours) => AirRun.Of(
        new AirSetup(points, slots, perHour, perHour is null ? 0 : 0.1, TimeSpan.FromHours(hours), Seed));
}
