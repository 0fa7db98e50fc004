using System.Globalization;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Kills;

[Collection(nameof(Alone))]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int RegionsSideBySide = 3;
    private const int KillsByDefault = 16;

    /// <summary>How much faster the air is than a real one, so that the radio has a share in the seconds without a LAN.
    /// </summary>
    private const double AirSpeed = 10;

    private const string KillsVariable = "NOODLINK_KILLS"; // tests/kills.sh

    [Fact]
    public Task Whatever_is_killed_and_whenever_each_accepted_noodmelding_reaches_the_meldkamer_once() =>
        Scene.PlayAsync(output, async scene =>
        {
            var asked = Environment.GetEnvironmentVariable(KillsVariable);
            var kills = string.IsNullOrEmpty(asked) ? KillsByDefault : int.Parse(asked, CultureInfo.InvariantCulture);
            var started = TimeProvider.System.GetTimestamp();
            var air = await Air.StartAsync(scene, speed: AirSpeed);
            var storms = Enumerable.Range(1, RegionsSideBySide)
                .Select(number => new Storm(scene, $"region{number}", scene.Random.Next(), number == 1 ? air : null)).ToList();
            await Task.WhenAll(
                storms.Select((storm, index) => storm.BlowAsync((kills + index) / RegionsSideBySide)));
            output.WriteLine(
                $"{kills} kills, {storms.Sum(storm => storm.Accepted)} noodmeldingen, "
                + $"{storms.Sum(storm => storm.ByRadio)} of them also by radio, seed {scene.Seed}, "
                + $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
        });
}
