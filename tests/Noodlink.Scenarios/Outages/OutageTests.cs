using System.Globalization;
using Noodlink.Scenarios.Ground;
using Noodlink.Scenarios.Kills;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Outages;

[Collection(nameof(Alone))]
public sealed class OutageTests(ITestOutputHelper output)
{
    private const int MessagesByDefault = 1000;

    private const string MessagesVariable = "NOODLINK_OUTAGE"; // tests/outage.sh

    [Fact]
    public Task After_an_outage_everything_accepted_is_in_the_feed_once_and_the_most_urgent_came_first() =>
        Scene.PlayAsync(output, scene =>
        {
            var asked = Environment.GetEnvironmentVariable(MessagesVariable);
            var messages = string.IsNullOrEmpty(asked) ? MessagesByDefault : int.Parse(asked, CultureInfo.InvariantCulture);
            return new Outage(scene, messages).PlayAsync();
        });
}
