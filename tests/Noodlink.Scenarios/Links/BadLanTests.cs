using System.Globalization;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Links;

/// <summary>A LAN that is there and no good. What was accepted arrives, once, and danger to life does not wait for
/// it.</summary>
public sealed class BadLanTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_LAN_that_disconnects_every_three_seconds_still_brings_everything_once() =>
        Scene.PlayAsync(output, async scene =>
        {
            var (region, relay) = await BadLine.StartAsync(scene);
            using var calm = new CancellationTokenSource();
            var flapping = FlapAsync(relay, calm.Token);
            var ids = new List<string>();
            for (var round = 0; round < 6; round++)
            {
                ids.AddRange(await BadLine.PostAsync(region.Node, 4));
                await Wait.PassAsync(1);
            }

            var took = await BadLine.DeliveredAsync(region.Node, ids, 60);
            output.WriteLine($"the last of {ids.Count} was delivered {took.TotalSeconds:0.0} s after it was posted");
            await calm.CancelAsync();
            await flapping;
            await BadLine.EachOnceAsync(region, ids);
        });

    [Fact]
    public Task A_broker_that_says_yes_and_forgets_is_seen_through_and_the_radio_brings_it() =>
        Scene.PlayAsync(output, async scene =>
        {
            var real = new OpenBroker(scene);
            var air = await Air.StartAsync(scene);
            var region = Region.Create(scene, broker: real, air: air);
            string flash, calm;
            await using (var forgetful = new ForgetfulBroker(real.Port))
            {
                await region.StartAsync();
                await region.Node.BearerAsync("Radio", up: true, seconds: 15);
                flash = await region.Node.SendAsync(Letters.Alarm("mijn buurman ademt niet"));
                calm = await region.Node.SendAsync(Letters.Alarm("been gebroken", "No"));
                await Wait.UntilAsync("the broker has said yes", 15, () => forgetful.Taken > 0);
                await Wait.UntilAsync(
                    $"{flash} is delivered, by radio", 40,
                    async () => (await region.Node.MessageAsync(flash)).Delivered()?.Bearer == "Radio");
                // Without danger to life it waits a minute for the LAN (Route.Patience): the good broker is quicker.
                Assert.Null((await region.Node.MessageAsync(calm)).Delivered());
            }

            await real.StartAsync();
            var later = await region.Node.SendAsync(Letters.Alarm("nu met een goede broker", "No"));
            await BadLine.DeliveredAsync(region.Node, [calm, later], 60);
            await BadLine.EachOnceAsync(region, [flash, calm, later]);
        });

    private static async Task FlapAsync(Relay relay, CancellationToken calm)
    {
        while (!calm.IsCancellationRequested)
        {
            await relay.CutAsync();
            await relay.ResumeAsync();
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, calm)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
