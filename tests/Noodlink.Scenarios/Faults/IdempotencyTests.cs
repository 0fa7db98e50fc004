using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Faults;

/// <summary>A program that asks the same thing again and again.</summary>
public sealed class IdempotencyTests(ITestOutputHelper output)
{
    private const int Posts = 100;

    [Fact]
    public Task A_hundred_posts_at_once_with_one_key_make_one_noodmelding_also_after_a_kill() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene);
            var node = region.Node;
            await node.Program.StartAsync();
            var letter = Letters.Alarm("honderd keer op de knop");
            var first = await PostAsync(node, letter);
            await node.Program.KillAsync();
            await node.Program.StartAsync();
            Assert.Equal(first, await PostAsync(node, letter));

            var other = await node.PostAsync(Letters.Alarm("iets anders"), "sleutel-1");
            Assert.Equal(HttpStatusCode.Conflict, other.Code);
            Assert.Equal(first, other.Id);
            await region.Hub.Program.StartAsync();
            await Wait.UntilAsync(
                "it is at the hub", 20, async () => (await node.MessageAsync(first)).Delivered() is not null);
            Assert.Equal([first], (await region.Hub.FeedAsync()).Select(item => (string?)item["id"]));
            var kept = (JsonArray)(await node.Program.Browser.GetAsync("/api/messages"))["items"]!;
            Assert.Equal([first], kept.Select(item => (string?)item!["id"]));
        });

    /// <returns>The one id that all of them got.</returns>
    private static async Task<string> PostAsync(Noodsteunpunt node, string letter)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Posts).Select(_ => node.PostAsync(letter, "sleutel-1")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Code));
        return Assert.Single(answers.Select(answer => answer.Id!).Distinct(StringComparer.Ordinal));
    }
}
