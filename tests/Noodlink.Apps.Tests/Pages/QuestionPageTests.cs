using System.Net;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
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
            $"/meldingen/{alarm}", $"/meldingen/{alarm}/antwoord", ("_vraag", road), ("answer", "Yes"));
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
    public async Task A_step_that_was_taken_back_stands_above_a_question_that_is_still_open()
    {
        var alarm = await _hub.ReceiveAsync(SomeJson.Example);
        await AskAsync(alarm, "Q5");
        Assert.True(await StandsFirstAsync("Staat er iemand aan de weg?", "Vraag van coördinatiepunt"));
        await DoAsync(alarm, """{"type":"Forwarded","by":"loggist","channel":"C2000"}""");
        await DoAsync(alarm, """{"type":"Accepted","by":"loggist"}""");
        await DoAsync(alarm, """{"type":"Undone","by":"loggist","note":"verkeerde melding"}""");
        await Until.True(() => _hub.Node.Desk.Find(alarm)!.Undone, () => "the node knows what was taken back");
        Assert.True(await StandsFirstAsync("stap teruggenomen", "Staat er iemand aan de weg?"));

        async Task<bool> StandsFirstAsync(string first, string second)
        {
            var page = await Node.GetStringAsync($"/meldingen/{alarm}");
            page = page[page.IndexOf("<main", StringComparison.Ordinal)..];
            return page.IndexOf(first, StringComparison.Ordinal) is > 0 and var at
                && page.IndexOf(second, at, StringComparison.Ordinal) > 0;
        }
    }

    [Fact]
    public async Task Of_two_screens_that_answer_at_once_the_first_answers_and_the_other_is_told()
    {
        var alarm = await _hub.ReceiveAsync(SomeJson.Example);
        var road = await AskAsync(alarm, "Q5");
        // All three have the question on their screen before anybody presses.
        var screens = new List<FormUrlEncodedContent>();
        foreach (var answer in (string[])["Yes", "No", "Unknown"])
        {
            var page = await Node.GetStringAsync($"/meldingen/{alarm}");
            var hidden = BrowserForm.Hidden(page).DistinctBy(field => field.Key);
            screens.Add(new FormUrlEncodedContent([.. hidden, new("answer", answer)]));
        }

        var answers = await Task.WhenAll(screens.Select(typed => Node.PostAsync($"/meldingen/{alarm}/antwoord", typed)));
        var codes = answers.Select(answer => answer.StatusCode).Order().ToList();
        foreach (var answer in answers) answer.Dispose();
        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.Conflict, HttpStatusCode.Conflict], codes);
        Assert.Single(_hub.Node.Desk.Find(road)!.ReferredBy);
    }

    [Fact]
    public async Task A_sentence_that_answers_a_question_is_offered_again_until_it_is_sent()
    {
        var alarm = await _hub.ReceiveAsync(SomeJson.Example);
        var road = await AskAsync(alarm, "Q5");
        var name = $"answer-{road.ToLowerInvariant()}";
        var page = await Node.GetStringAsync($"/meldingen/{alarm}");
        Assert.Contains($"data-draft=\"{name}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"anders\" open", page, StringComparison.Ordinal);
        var id = DraftText.NewId();
        await _hub.Node.Desk.SaveDraftAsync(
            new DraftText(id, name, """{"text":"De buurman staat er met een lamp"}"""), CancellationToken.None);

        // Another browser, and the first page.
        var begun = await Node.GetStringAsync($"/meldingen/{alarm}");
        Assert.Contains("De buurman staat er met een lamp</textarea>", begun, StringComparison.Ordinal);
        Assert.Contains("id=\"anders\" open", begun, StringComparison.Ordinal);
        var start = await Node.GetStringAsync("/");
        Assert.Contains($"Antwoord op {road}", start, StringComparison.Ordinal);
        Assert.Contains($"href=\"/meldingen/{road}?concept={id}\"", start, StringComparison.Ordinal);

        var asked = begun[begun.IndexOf($"data-draft=\"{name}\"", StringComparison.Ordinal)..];
        using var sent = await Node.PostAsync($"/meldingen/{alarm}/antwoord", new FormUrlEncodedContent(
            [.. BrowserForm.Hidden(asked).DistinctBy(field => field.Key), new("answer", ""), new("text", "De buurman staat er")]));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Empty(_hub.Node.Desk.Drafts);
        Assert.True(_hub.Node.Desk.FindDraft(id)!.Dropped);
    }

    [Fact]
    public async Task A_sentence_that_cannot_go_is_kept_and_one_to_a_question_that_is_over_is_still_shown()
    {
        var alarm = await _hub.ReceiveAsync(SomeJson.Example);
        var road = await AskAsync(alarm, "Q5");
        var tooLong = string.Concat(Enumerable.Repeat("lang ", 29));
        using var faulty = await Node.SubmitAsync(
            $"/meldingen/{alarm}", $"/meldingen/{alarm}/antwoord", ("answer", ""), ("text", tooLong));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, faulty.StatusCode);
        var draft = Assert.Single(_hub.Node.Desk.Drafts);
        Assert.Contains(draft.Id, await faulty.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await Node.PostAsync($"/meldingen/{alarm}/antwoord", new FormUrlEncodedContent(
            [.. BrowserForm.Hidden(await Node.GetStringAsync($"/meldingen/{alarm}")).DistinctBy(field => field.Key)
                .Where(field => field.Key != "_sleutel"), new("answer", "Yes")]));
        Assert.Single(_hub.Node.Desk.Find(road)!.ReferredBy);
        var over = await Node.GetStringAsync($"/meldingen/{road}?concept={draft.Id}");
        Assert.Contains("Deze vraag is al beantwoord. U typte nog:", over, StringComparison.Ordinal);
        Assert.Contains("lang lang", over, StringComparison.Ordinal);
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
