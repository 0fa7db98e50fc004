using System.Net;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Questions of the coördinatiepunt, when there is more than one and people are slower than programs.</summary>
public sealed class QuestionPageTests : IAsyncLifetime
{
    private RunningHub _hub = null!;

    private HttpClient Node => _hub.Node.Client;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_tap_answers_the_question_on_the_page_and_not_the_one_that_came_since()
    {
        var alarm = await _hub.ReceiveAsync(SomeJson.Example);
        var road = await AskAsync(alarm, "Q5");
        var page = await Node.GetStringAsync($"/meldingen/{alarm}");
        Assert.Contains("Staat er iemand aan de weg?", page, StringComparison.Ordinal);
        var danger = await AskAsync(alarm, "Q4");

        using var tapped = await Node.PostAsync(
            $"/meldingen/{alarm}/antwoord",
            new FormUrlEncodedContent([.. BrowserForm.Hidden(page).DistinctBy(field => field.Key), new("answer", "No")]));

        Assert.Equal(HttpStatusCode.SeeOther, tapped.StatusCode);
        Assert.Single(_hub.Node.Desk.Find(road)!.ReferredBy);
        Assert.Empty(_hub.Node.Desk.Find(danger)!.ReferredBy);
        // The same page once more, from another screen: it is said that this answer went nowhere.
        using var late = await Node.SubmitAsync(
            $"/meldingen/{alarm}", $"/meldingen/{alarm}/antwoord", ("question", road), ("answer", "Yes"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var said = await late.Content.ReadAsStringAsync();
        Assert.Contains("Uw antwoord is niet opgeslagen", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Vul dit aan", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_still_asked_when_another_one_was_answered_and_what_is_heard_is_also_seen()
    {
        var alarm = await _hub.ReceiveAsync(SomeJson.Example);
        var road = await AskAsync(alarm, "Q5");
        var danger = await AskAsync(alarm, "Q4");
        using var first = await Node.SubmitAsync($"/meldingen/{alarm}", $"/meldingen/{alarm}/antwoord", ("answer", "Yes"));
        Assert.Single(_hub.Node.Desk.Find(danger)!.ReferredBy);
        await Until.True(() => _hub.Desk.Find(danger)!.ReferredBy.Count == 1, () => "the hub has the answer");
        Assert.Equal(MessageState.QueryOpen, _hub.Desk.Find(alarm)!.State); // it goes on asking

        var start = await Node.GetStringAsync("/");
        Assert.Contains($"id=\"bericht-{road}\"", start, StringComparison.Ordinal);
        Assert.Contains($"over melding {alarm}", start, StringComparison.Ordinal);
        Assert.Contains($"{road}:", Sound(start), StringComparison.Ordinal);
        Assert.Contains(
            "Staat er iemand aan de weg?", await Node.GetStringAsync($"/meldingen/{alarm}"), StringComparison.Ordinal);

        using var second = await Node.SubmitAsync($"/meldingen/{alarm}", $"/meldingen/{alarm}/antwoord", ("answer", "No"));
        Assert.Single(_hub.Node.Desk.Find(road)!.ReferredBy);
        Assert.DoesNotContain(road, await Node.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_sounds_after_the_meldkamer_was_spoken_to_is_on_the_screen_and_ends_with_the_noodmelding()
    {
        var alarm = await _hub.ReceiveAsync(SomeJson.Example);
        var road = await AskAsync(alarm, "Q5");
        await DoAsync(alarm, """{"type":"Forwarded","by":"loggist","channel":"C2000"}""");
        await Until.True(
            () => _hub.Node.Desk.Find(alarm)!.StateLabel.Contains("gesproken", StringComparison.Ordinal),
            () => "the node knows that the meldkamer was spoken to");
        var start = await Node.GetStringAsync("/");
        Assert.Contains($"{road}:", Sound(start), StringComparison.Ordinal);
        Assert.Contains($"id=\"bericht-{road}\"", start, StringComparison.Ordinal);

        await DoAsync(alarm, """{"type":"Accepted","by":"loggist"}""");
        await DoAsync(alarm, """{"type":"Closed","by":"loggist","note":"klaar"}""");
        await Until.True(
            () => _hub.Node.Desk.Find(alarm)!.StateLabel == "Afgesloten", () => "the node knows that it is closed");
        start = await Node.GetStringAsync("/");
        Assert.DoesNotContain(road, start, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_screens_that_answer_at_once_the_first_answers_and_the_other_is_told()
    {
        var alarm = await _hub.ReceiveAsync(SomeJson.Example);
        var road = await AskAsync(alarm, "Q5");
        // First visits at once would each get a cookie for their form, and of three in one jar one stays.
        _ = await Node.GetStringAsync($"/meldingen/{alarm}");
        var answers = await Task.WhenAll(
            ((string[])["Yes", "No", "Unknown"]).Select(
                answer => Node.SubmitAsync(
                    $"/meldingen/{alarm}", $"/meldingen/{alarm}/antwoord", ("question", road), ("answer", answer))));
        var codes = answers.Select(answer => answer.StatusCode).Order().ToList();
        foreach (var answer in answers) answer.Dispose();
        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.Conflict, HttpStatusCode.Conflict], codes);
        Assert.Single(_hub.Node.Desk.Find(road)!.ReferredBy);
    }

    private static string Sound(string page)
    {
        var from = page.IndexOf("data-sound=\"", StringComparison.Ordinal) + 12;
        return page[from..page.IndexOf('"', from)];
    }

    private async Task<string> AskAsync(string alarm, string question)
    {
        var before = Requests();
        await DoAsync(alarm, $$"""{"type":"Query","by":"loggist","question":"{{question}}"}""");
        await Until.True(() => Requests().Count > before.Count, () => $"the node has {question}");
        return Requests().Except(before).Single();
    }

    private List<string> Requests() =>
        [.. _hub.Node.Desk.Messages(new([], [Kind.Request], 9)).Items.Select(one => one.Number)];

    private async Task DoAsync(string alarm, string action)
    {
        using var answer = await _hub.PostAsync($"/api/messages/{alarm}/events", action);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
