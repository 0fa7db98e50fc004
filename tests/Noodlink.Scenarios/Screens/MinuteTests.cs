using System.Globalization;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>The operator's minute: from the first touch to stored on disk. In a class of its own because it takes that
/// minute.</summary>
public sealed class MinuteTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    private const int InteractionsMax = 25;
    private const double SecondsMax = 60;

    [Fact]
    public Task The_Grijpskerk_example_takes_25_interactions_and_a_minute_at_human_speed_at_most() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Village.Create(scene);
            await region.Node.Program.StartAsync();
            // Warm, as a noodsteunpunt is that was started this morning.
            await using (var before = await Operator.SitDownAsync(chromium, region.Node.Program))
            {
                await before.GoAsync("/");
                await new SendingForm(before).LeastAsync();
            }

            await using var person = await Operator.SitDownAsync(chromium, region.Node.Program, human: true);
            await person.GoAsync("/");
            var began = TimeProvider.System.GetTimestamp();
            var number = await new SendingForm(person).ExampleAsync();
            var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{person.Interactions} interactions, {took:0.0} s"));
            SendingForm.CheckExample(await region.Node.MessageAsync(number));
            await person.SeesAsync("Nog niet weg – wacht op verbinding");
            Assert.InRange(person.Interactions, 1, InteractionsMax);
            Assert.InRange(took, 1, SecondsMax);
            Assert.Empty(person.Complaints);
        });
}
