using System.Globalization;
using System.Text.Json;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>A page is light, is there at once, and stays quick when much stands on it.</summary>
public sealed class WeightTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    private const int BytesMax = 150_000;
    private const int Many = 500;
    private const int Presses = 12;

    /// <summary>A person feels nothing below this.</summary>
    private const double PressMilliseconds = 100;

    [Fact]
    public Task The_first_load_is_at_most_150_kB_and_is_painted_within_a_second() => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        await region.Node.Program.StartAsync();
        await region.Node.SendAsync(Letters.Alarm("er staat al iets"));
        var best = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
            var network = await person.Page.Context.NewCDPSessionAsync(person.Page);
            await network.SendAsync("Network.enable");
            var bytes = 0.0;
            network.Event("Network.loadingFinished").OnEvent += (_, told) =>
                bytes += told!.Value.GetProperty("encodedDataLength").GetDouble();
            await person.GoAsync("/");
            await person.UntilAsync("performance.getEntriesByName('first-contentful-paint').length > 0");
            await person.UntilAsync("document.fonts.status === 'loaded'");
            var painted = await person.Page.EvaluateAsync<double>(
                "performance.getEntriesByName('first-contentful-paint')[0].startTime");
            best = Math.Min(best, painted);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{bytes / 1000:0.0} kB over the line, painted after {painted:0} ms"));
            Assert.InRange(bytes, 5_000, BytesMax);
        }

        // The best of three: the rest is what else this machine does.
        Assert.InRange(best, 1, 1000);
    });

    [Fact]
    public Task With_500_messages_in_the_list_a_press_is_answered_within_100_ms() => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        await region.Node.Program.StartAsync();
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        var few = await PressAsync(person);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async part =>
        {
            for (var number = part; number < Many; number += 16)
                await region.Node.SendAsync(Letters.Alarm($"melding {number} van veel"));
        }));
        var many = await PressAsync(person);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"empty list: {few[0]:0} to {few[^1]:0} ms, median {few[few.Count / 2]:0}; {Many} messages: {many[0]:0} to {many[^1]:0} ms, median {many[many.Count / 2]:0}"));
        // The quickest of many: what it costs when nothing else runs on this machine.
        Assert.InRange(many[0], 0, PressMilliseconds);
    });

    /// <summary>How long from a key or a press until the page has been painted again, sorted.</summary>
    private static async Task<List<double>> PressAsync(Operator person)
    {
        await person.GoAsync("/");
        await person.Page.EvaluateAsync(
            """
            window.slow = [];
            for (const name of ['pointerdown', 'keydown']) addEventListener(name, event => {
              const began = event.timeStamp;
              requestAnimationFrame(() => setTimeout(() => window.slow.push(performance.now() - began)));
            }, { capture: true });
            """);
        for (var press = 1; press <= Presses; press++)
        {
            if (press % 2 == 0) await person.Page.Keyboard.PressAsync("Tab");
            else await person.Page.Mouse.ClickAsync(5, 300);
            await person.UntilAsync($"window.slow.length >= {press}");
        }

        var times = JsonSerializer.Deserialize<List<double>>(
            await person.Page.EvaluateAsync<string>("JSON.stringify(window.slow)"))!;
        times.Sort();
        return times;
    }
}
