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

    [Fact]
    public async Task The_code_of_an_exercise_need_not_be_remembered_to_stop_it()
    {
        Assert.DoesNotContain("nog niet gestopt", await _hub.Client.GetStringAsync("/oefening"), StringComparison.Ordinal);
        foreach (var (id, name) in ((string, string)[])[("BO72-1", "Black-out <1>"), ("BO72-2", "Tweede")])
        {
            using var started = await _hub.Client.SubmitAsync(
                "/oefening", "/oefening", ("action", "Start"), ("to", "GR-WK1"), ("exerciseId", id), ("name", name),
                ("minutes", "90"));
            Assert.Equal(HttpStatusCode.SeeOther, started.StatusCode);
        }

        var page = await _hub.Client.GetStringAsync("/oefening");
        Assert.Contains("Deze oefeningen zijn nog niet gestopt", page, StringComparison.Ordinal);
        Assert.Contains("<td>Black-out &lt;1&gt;</td><td class=\"number\">BO72-1</td>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/oefening?stop=BO72-2\"", page, StringComparison.Ordinal);

        var filled = await _hub.Client.GetStringAsync("/oefening?stop=BO72-1");
        Assert.Contains("value=\"Stop\" checked", filled, StringComparison.Ordinal);
        Assert.Contains("name=\"exerciseId\" value=\"BO72-1\"", filled, StringComparison.Ordinal);
        using var stopped = await _hub.Client.SubmitAsync(
            "/oefening?stop=BO72-1", "/oefening", ("action", "Stop"), ("to", "All"), ("exerciseId", "BO72-1"));
        Assert.Equal(HttpStatusCode.SeeOther, stopped.StatusCode);

        var after = await _hub.Client.GetStringAsync("/oefening");
        Assert.DoesNotContain("BO72-1", after.Replace("zoals BO72-1", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">BO72-2</td>", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_bulletin_65535_no_number_is_proposed_that_would_be_refused()
    {
        (string, string)[] last = [.. Bulletin.Select(field => field.Item1 == "number" ? ("number", "65535") : field)];
        using var answer = await _hub.Client.SubmitAsync("/berichten", "/berichten", last);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);

        var page = await _hub.Client.GetStringAsync("/berichten");
        Assert.DoesNotContain("65536", page, StringComparison.Ordinal);
        Assert.DoesNotContain("het volgende is", page, StringComparison.Ordinal);
    }
}
