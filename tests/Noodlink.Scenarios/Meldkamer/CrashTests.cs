using Noodlink.Apps.Tests.Meldkamer;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Meldkamer;

public sealed class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_hub_that_dies_between_the_POST_and_its_own_note_posts_again_under_the_same_key() =>
        Scene.PlayAsync(output, async scene =>
        {
            await using var receiver = new Receiver();
            receiver.Answer = _ => new TaskCompletionSource<string?>().Task;
            var region = Region.Create(scene);
            region.Hub.Program.Settings["Meldkamer:Forwarders:0"] = receiver.Uri;
            region.Hub.Program.Settings["Meldkamer:Forwarders:1"] = $"spool:{region.Hub.Spool}";
            await region.StartAsync();

            var id = await region.Node.SendAsync(Letters.Alarm("mijn buurman ademt niet"));
            await Wait.UntilAsync("it is posted", 20, () => !receiver.Posts.IsEmpty);
            await Wait.UntilAsync(
                "the folder has it while the receiver keeps silent", 10,
                () => File.Exists(Path.Combine(region.Hub.Spool, $"{id}.cap.xml")));
            await region.Hub.Program.KillAsync();
            receiver.Answer = _ => Task.FromResult<string?>(Receiver.Taken);
            await region.Hub.Program.StartAsync();
            await Wait.UntilAsync(
                "it is sent", 30, async () => (await ForwardingAsync(region, id)).Contains("Sent", StringComparer.Ordinal));

            Assert.Equal([$"{id}.1"], receiver.Posts.Select(post => post.Key).Distinct(StringComparer.Ordinal));
            Assert.Single(receiver.Posts.Select(post => post.Text).Distinct(StringComparer.Ordinal));
            Assert.Equal("DeliveredDevice", (string?)(await region.Hub.FindAsync(id))!["state"]);
        });

    private static async Task<IReadOnlyList<string>> ForwardingAsync(Region region, string id) =>
        [.. (await region.Hub.FindAsync(id))!["forwarding"]!.AsArray().Select(one => (string)one!["outcome"]!)];
}
