using System.Globalization;
using Noodlink.Scenarios.Ground;
using Noodlink.Scenarios.Kills;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Soak;

[Collection(nameof(Alone))]
public sealed class SoakTests(ITestOutputHelper output)
{
    /// <summary>tests/soak.sh: how long, and where lines go at once.</summary>
    private const string MinutesVariable = "NOODLINK_SOAK_MINUTES", DiaryVariable = "NOODLINK_DIARY";

    /// <summary>Enough to know that the hunt itself works.</summary>
    private const string MinutesByDefault = "0.06";

    [Fact]
    public Task Whatever_goes_wrong_for_however_long_each_accepted_message_arrives_once_and_nothing_grows() =>
        Scene.PlayAsync(output, async scene =>
        {
            var minutes = double.Parse(Setting(MinutesVariable) ?? MinutesByDefault, CultureInfo.InvariantCulture);
            var diary = new Diary(output, Setting(DiaryVariable));
            diary.Write(string.Create(CultureInfo.InvariantCulture, $"seed {scene.Seed}, {minutes} minutes"));
            using var hunt = await Hunt.BeginAsync(scene, diary);
            await hunt.RunAsync(TimeSpan.FromMinutes(minutes));
        });

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
