using System.Globalization;
using Noodlink.Scenarios.Ground;
using Noodlink.Scenarios.Kills;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Reconnects;

[Collection(nameof(Alone))]
public sealed class ReconnectTests(ITestOutputHelper output)
{
    private const int StationsByDefault = 24;

    private const string StationsVariable = "NOODLINK_STORM"; // tests/storm.sh

    [Fact]
    public Task When_the_hub_comes_back_a_whole_region_brings_everything_once_and_its_noodmeldingen_first() =>
        Scene.PlayAsync(output, scene =>
        {
            var asked = Environment.GetEnvironmentVariable(StationsVariable);
            var stations = string.IsNullOrEmpty(asked) ? StationsByDefault : int.Parse(asked, CultureInfo.InvariantCulture);
            return new Reconnection(scene, stations).PlayAsync();
        });
}
