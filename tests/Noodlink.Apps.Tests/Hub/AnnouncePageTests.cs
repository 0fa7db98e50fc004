using System.Net;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

public sealed class AnnouncePageTests : IAsyncLifetime
{
    private static readonly (string, string)[] Bulletin =
    [
        ("status", "Actual"), ("to", "All"), ("number", "12"), ("replaces", "9"), ("hours", "8"), ("title", "Drinkwater"),
        ("audience", "Public"), ("text", "Bij de sporthal."),
    ];

    private RunningHub _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_bulletin_that_was_typed_reaches_every_noodsteunpunt_for_as_long_as_was_said()
    {
        using var answer = await _hub.Client.SubmitAsync("/berichten", "/berichten", Bulletin);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var sent = Assert.Single(_hub.Desk.Bulletins);
        Assert.Equal("Drinkwater", sent.Content.Title);
        Assert.Equal((ushort?)9, sent.Content.Replaces);
        var until = DateTimeOffset.FromUnixTimeSeconds(sent.Content.ValidUntilSeconds);
        Assert.InRange((until - sent.At).TotalHours, 7.9, 8.1);
        await Until.True(
            () => _hub.Node.Desk.Find(sent.MessageNumber) is { Complete: true }, () => "it is at the node");
    }

    [Fact]
    public async Task What_is_missing_is_said_and_what_was_typed_stays()
    {
        using var answer = await _hub.Client.SubmitAsync(
            "/berichten", "/berichten", [.. Bulletin.Where(field => field.Item1 is not ("hours" or "audience"))]);

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("href=\"#hours\"", page, StringComparison.Ordinal);
        Assert.Contains("Hoe lang geldig: Vul dit in.", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#audience\"", page, StringComparison.Ordinal);
        Assert.Contains("Bij de sporthal.", page, StringComparison.Ordinal);
        Assert.Empty(_hub.Desk.Bulletins);
    }

    [Fact]
    public async Task An_exercise_begins_and_stops_by_form()
    {
        foreach (var action in (string[])["Start", "Stop"])
        {
            using var answer = await _hub.Client.SubmitAsync(
                "/oefening", "/oefening", ("action", action), ("to", "GR-WK1"), ("exerciseId", "BO72-1"),
                ("name", "Black-out"), ("minutes", "90"));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        }

        var controls = _hub.Desk.Messages(new MessageFilter([], [Kind.ExerciseControl], 10)).Items;
        Assert.Equal(
            [(ExerciseAction.Stop, null), (ExerciseAction.Start, (ushort?)90)],
            controls.Select(view => ((ExerciseControl)view.Body!).Action).Zip(
                controls.Select(view => ((ExerciseControl)view.Body!).Minutes)));
        Assert.All(controls, view => Assert.Equal(MessageStatus.Exercise, view.Status));
    }
}
