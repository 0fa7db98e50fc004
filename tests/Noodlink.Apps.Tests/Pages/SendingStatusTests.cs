using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Echt, oefening or test: said by people, changed by nothing else. And what is asked before something is sent
/// twice.</summary>
public sealed class SendingStatusTests
{
    [Fact]
    public async Task In_an_exercise_it_is_an_exercise_until_somebody_says_that_it_is_real_and_in_doubt_it_is_asked()
    {
        await using var hub = await RunningHub.StartWithNodeAsync();
        var node = hub.Node;
        await StartExerciseAsync(hub);
        var drill = await NoodmeldingWalk.BeginAsync(node.Client);
        await drill.FillAsync("BuildingFire", "Fire");
        Assert.Contains("<p class=\"frame-word\">OEFENING</p>", await drill.HtmlAsync("controle"), StringComparison.Ordinal);
        var real = await NoodmeldingWalk.BeginAsync(node.Client);
        await real.FillAsync("CardiacArrest", "Ambulance");
        Assert.Equal(real.Page("gevaar"), await real.StepAsync("gevaar", ("_do", "echt")));
        Assert.Contains("Deze melding is ECHT", await real.HtmlAsync("wie"), StringComparison.Ordinal);

        await node.RestartAsync();
        Assert.IsType<ExerciseState.InDoubt>(node.Desk.Exercise);
        drill = drill.With(node.Client);
        real = real.With(node.Client);
        // A new one: the question comes before the first step.
        var fresh = await NoodmeldingWalk.BeginAsync(node.Client);
        Assert.Contains("<h1>Echt of oefening?</h1>", await fresh.HtmlAsync("wie"), StringComparison.Ordinal);
        // One that somebody called real is sent; one that nobody did is asked about.
        await StatusIsAsync(node, await real.SendAsync(), "Actual");
        using var asked = await drill.TrySendAsync();
        Assert.Contains("<h1>Echt of oefening?</h1>", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await drill.StepAsync("controle", ("_do", "oefening"));
        await StatusIsAsync(node, await drill.SendAsync(), "Exercise");

        using var answer = await node.Client.SubmitAsync(fresh.Page("wie"), "/oefening", ("antwoord", "echt"));
        Assert.Equal(fresh.Page("wie"), $"{answer.Headers.Location}".Split('?')[0]);
        await fresh.FillAsync("Looting", "Police");
        await StatusIsAsync(node, await fresh.SendAsync(), "Actual");
    }

    [Fact]
    public async Task What_was_begun_as_real_stays_real_when_an_exercise_begins()
    {
        await using var hub = await RunningHub.StartWithNodeAsync();
        var walk = await NoodmeldingWalk.BeginAsync(hub.Node.Client);
        await walk.FillAsync("BuildingFire", "Fire");
        await StartExerciseAsync(hub);
        var page = await walk.HtmlAsync("controle");

        Assert.Contains("Deze melding is ECHT – geen oefening", page, StringComparison.Ordinal);
        await StatusIsAsync(hub.Node, await walk.SendAsync(), "Actual");
    }

    [Fact]
    public async Task Two_screens_that_disagree_about_real_or_not_are_shown_it_before_it_goes()
    {
        await using var node = await RunningNode.StartAsync();
        var walk = await NoodmeldingWalk.BeginAsync(node.Client);
        await walk.FillAsync("BuildingFire", "Fire");
        var old = BrowserForm.Hidden(await walk.HtmlAsync("controle")).ToList();
        await walk.StepAsync("controle", ("_do", "test"));
        using var answer = await node.Client.PostAsync(
            walk.Page("controle"), new FormUrlEncodedContent([.. old, KeyValuePair.Create("_do", "meld")]));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Deze melding is nu: TEST.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // Typing on the screen that does not know yet changes it neither.
        await PatchAsync(node, walk.Id, """{"form":"alarm","fields":{"text":"a","status":"Actual"}}""");
        await StatusIsAsync(node, await walk.SendAsync(), "Test");
    }

    [Fact]
    public async Task The_same_again_is_asked_about_once_and_a_second_patient_never()
    {
        await using var node = await RunningNode.StartAsync();
        const string text = "Man ±70, pijn op de borst sinds kwartier, grauw en zweten.";
        var first = await SendAsync(node, text);
        var again = await NoodmeldingWalk.BeginAsync(node.Client);
        await again.FillAsync("Unwell", "Ambulance");
        using var asked = await again.TrySendAsync(("text", text));
        var page = await asked.Content.ReadAsStringAsync();
        Assert.Matches("U meldde dit om [0-9:]{5} \\(nog niet weg[^)]*\\)\\. Is dit iets nieuws\\?", page);
        Assert.Contains($"href=\"/meldingen/{first}\" id=\"laat-zien\"", page, StringComparison.Ordinal);

        // The patient beside him, in the same hall (domain.md §3c, D3).
        var other = await SendAsync(node, "Vrouw ±60, benauwd, blauwe lippen.");
        var sure = await again.SendAsync(("text", text), ("_nieuw", first));
        Assert.Equal(3, new[] { first, other, sure }.Distinct().Count());
    }

    [Fact]
    public async Task A_question_for_help_becomes_a_noodmelding_with_what_was_typed_when_somebody_is_in_danger()
    {
        await using var node = await RunningNode.StartAsync();
        foreach (var (answer, leads) in ((string, string)[])[
            ("No", "/hulp/vraag"), ("Yes", "/noodmelding/"), ("Unknown", "/noodmelding/"), ("", "/hulp")])
        {
            using var went = await node.Client.SubmitAsync("/hulp", "/hulp", ("answer", answer));
            Assert.StartsWith(leads, $"{went.Headers.Location}", StringComparison.Ordinal);
        }

        Assert.Empty(node.Desk.Drafts);
        var id = DraftText.NewId();
        await node.Desk.SaveDraftAsync(
            new DraftText(id, "help", """{"text":"Moeder is gevallen","place":"Grijpskerk","status":"Actual"}"""),
            CancellationToken.None);
        using var yes = await node.Client.SubmitAsync($"/hulp?concept={id}", "/hulp", ("answer", "Yes"));

        Assert.Equal($"/noodmelding/{id}/wie", $"{yes.Headers.Location}");
        Assert.Contains(
            "Moeder is gevallen</textarea>", await node.Client.GetStringAsync($"/noodmelding/{id}/controle"),
            StringComparison.Ordinal);
    }

    private static async Task<string> SendAsync(RunningNode node, string text)
    {
        var walk = await NoodmeldingWalk.BeginAsync(node.Client);
        await walk.FillAsync("Unwell", "Ambulance");
        return await walk.SendAsync(("text", text));
    }

    private static async Task StartExerciseAsync(RunningHub hub)
    {
        using var content = new StringContent(
            """
            {"kind":"ExerciseControl","to":["GR-WK1"],"action":"Start","exerciseId":"BO72-1","name":"Black-out","minutes":90}
            """, Encoding.UTF8, "application/json");
        using var answer = await hub.Client.PostAsync("/api/messages", content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Until.True(() => hub.Node.Desk.Exercise is ExerciseState.Running, () => "it runs");
    }

    private static async Task StatusIsAsync(RunningNode node, string number, string status)
    {
        var stored = JsonNode.Parse(await node.Client.GetStringAsync($"/api/messages/{number}"))!;
        Assert.Equal(status, $"{stored["status"]}");
    }

    private static async Task PatchAsync(RunningNode node, string id, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await node.Client.PatchAsync($"/api/drafts/{id}", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
