using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Links;

/// <summary>A line that loses and delays. In a class of its own because it waits for two minutes, and others need not
/// wait behind it.</summary>
public sealed class LossyLanTests(ITestOutputHelper output)
{
    [Fact]
    public Task Thirty_percent_loss_and_two_seconds_of_delay_lose_nothing_and_double_nothing() =>
        Scene.PlayAsync(output, async scene =>
        {
            var (region, relay) = await BadLine.StartAsync(scene);
            await relay.WeatherAsync(loss: 0.3, seconds: 1); // there and back: 2 s
            var ids = await BadLine.PostAsync(region.Node, 3);
            var took = await BadLine.DeliveredAsync(region.Node, ids, 150);
            output.WriteLine($"{ids.Count} noodmeldingen over a line like that: {took.TotalSeconds:0.0} s");

            await relay.WeatherAsync(loss: 0, seconds: 0);
            ids.AddRange(await BadLine.PostAsync(region.Node, 2));
            await BadLine.DeliveredAsync(region.Node, ids, 40);
            await BadLine.EachOnceAsync(region, ids);
        });
}
