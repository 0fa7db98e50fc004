using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Faults;

/// <summary>The plug is pulled while somebody types and presses.</summary>
public sealed class DraftKillTests(ITestOutputHelper output)
{
    private const int Kills = 4;

    [Fact]
    public Task A_kill_between_typing_and_pressing_loses_no_word_and_sends_nothing_twice() =>
        Scene.PlayAsync(output, async scene =>
        {
            var node = Region.Create(scene).Node;
            await node.Program.StartAsync();
            var sent = new List<string>();
            for (var i = 0; i < Kills; i++)
            {
                var id = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
                var typed = new Typist(node, id);
                var typing = typed.TypeAndPressAsync(presses: i % 2 == 1);
                await Task.Delay(TimeSpan.FromMilliseconds(scene.Random.Next(20, 400)), TimeProvider.System);
                await node.Program.KillAsync();
                await typing;
                await node.Program.StartAsync();
                sent.Add(await CheckAsync(node, id, typed, sent));
            }

            output.WriteLine($"{Kills} kills, seed {scene.Seed}");
        });

    /// <returns>The number of the one message.</returns>
    private static async Task<string> CheckAsync(Noodsteunpunt node, string id, Typist typed, List<string> before)
    {
        var open = (JsonArray)(await node.Program.Browser.GetAsync("/api/drafts"))["items"]!;
        var here = (JsonArray)(await node.Program.Browser.GetAsync("/api/messages?limit=500"))["items"]!;
        var fresh = here.Select(item => (string)item!["id"]!).Except(before, StringComparer.Ordinal).ToList();
        Assert.InRange(fresh.Count, typed.Number is null ? 0 : 1, 1);
        // Either it is open and was not sent, or it was sent and is not open.
        // The first save may have been kept without an answer.
        if (typed.Kept > 0 || fresh.Count > 0)
            Assert.Equal(fresh.Count == 0 ? [id] : [], open.Select(item => (string)item!["id"]!));
        if (typed.Kept > 0)
        {
            var draft = await node.Program.Browser.GetAsync($"/api/drafts/{id}");
            var there = int.Parse((string)draft["fields"]!["teller"]!, CultureInfo.InvariantCulture);
            Assert.InRange(there, typed.Kept, typed.Kept + 1);
            Assert.Equal(fresh.SingleOrDefault(), (string?)draft["sentAs"]);
        }

        // Pressed again, by the same person or another, before and after it was sent.
        var again = await typed.PressAsync();
        Assert.Equal(fresh.SingleOrDefault() ?? again, again);
        Assert.Equal(again, await typed.PressAsync());
        var all = (JsonArray)(await node.Program.Browser.GetAsync("/api/messages?limit=500"))["items"]!;
        Assert.Equal(before.Count + 1, all.Count);
        Assert.Empty((JsonArray)(await node.Program.Browser.GetAsync("/api/drafts"))["items"]!);
        return again;
    }

    /// <summary>Saves what is typed as fast as it goes, until there is no answer.</summary>
    private sealed class Typist(Noodsteunpunt node, string id)
    {
        /// <summary>The latest that was kept, by the program's own word.</summary>
        public int Kept { get; private set; }

        /// <summary>What it became, by the program's own word.</summary>
        public string? Number { get; private set; }

        public async Task TypeAndPressAsync(bool presses)
        {
            try
            {
                for (var i = 1; i <= 500; i++)
                {
                    var answer = await node.Program.Browser.PutAsync(
                        $"/api/drafts/{id}", $$"""{"form":"noodmelding","fields":{"teller":"{{i}}"} }""");
                    Assert.Equal(HttpStatusCode.OK, answer.Code);
                    Kept = i;
                    if (presses && i == 20) break;
                }

                Number = await PressAsync();
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // The plug was pulled.
            }
        }

        public async Task<string> PressAsync()
        {
            var answer = await node.PostAsync(Letters.Alarm("accu bijna leeg"), $"form:{id}");
            Assert.True(answer.Code == HttpStatusCode.Accepted, answer.ToString());
            return answer.Id!;
        }
    }
}
