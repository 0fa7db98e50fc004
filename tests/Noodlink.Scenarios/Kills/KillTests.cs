using System.Globalization;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Kills;

public sealed class KillTests(ITestOutputHelper output)
{
    private const int RegionsSideBySide = 3;
    private const int KillsByDefault = 60;
    private const string KillsVariable = "NOODLINK_KILLS"; // tests/kills.sh

    [Fact]
    public Task Whatever_is_killed_and_whenever_each_accepted_noodmelding_reaches_the_meldkamer_once() =>
        Scene.PlayAsync(output, async scene =>
        {
            var asked = Environment.GetEnvironmentVariable(KillsVariable);
            var kills = string.IsNullOrEmpty(asked) ? KillsByDefault : int.Parse(asked, CultureInfo.InvariantCulture);
            var started = TimeProvider.System.GetTimestamp();
            var storms = Enumerable.Range(1, RegionsSideBySide)
                .Select(number => new Storm(scene, $"region{number}", scene.Random.Next())).ToList();
            await Task.WhenAll(
                storms.Select((storm, index) => storm.BlowAsync((kills + index) / RegionsSideBySide)));
            output.WriteLine(
                $"{kills} kills, {storms.Sum(storm => storm.Accepted)} noodmeldingen, seed {scene.Seed}, "
                + $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
        });
}
