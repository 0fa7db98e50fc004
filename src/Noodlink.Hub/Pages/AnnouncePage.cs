using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Noodlink.Hub.Api;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Pages;

/// <summary>Two plain forms, each on a page of its own: a bulletin, and the start or stop of an exercise, for one
/// noodsteunpunt or for all.</summary>
internal sealed class AnnouncePage(
    Desk desk, StationSetup setup, FanOut fanOut, TimeProvider time, ExerciseList exercises)
{
    public const string BulletinAddress = "/berichten";
    public const string ExerciseAddress = "/oefening";

    /// <summary>In the field <c>to</c>: every noodsteunpunt.</summary>
    public const string All = "All";

    private static readonly int[] Hours = [2, 4, 8, 12, 24, 48];

    public Task GetAsync(HttpContext context) => ShowAsync(
        context, StatusCodes.Status200OK,
        context.Request.Path == ExerciseAddress ? exercises.StopOf(context.Request.Query[ExerciseList.StopField]) : null,
        FormFields.NoErrors, FormKey.New(), Html.Empty);

    public async Task PostBulletinAsync(HttpContext context)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        var body = BodyOf(form, Kind.Bulletin, ["status", "title", "audience", "text"], ["number", "replaces"]);
        if (int.TryParse(form["hours"], CultureInfo.InvariantCulture, out var hours) && Hours.Contains(hours))
        {
            body["validUntil"] = time.GetUtcNow().AddHours(hours)
                .ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        }


        await SendAsync(context, form, isOurs, body);
    }

    public async Task PostExerciseAsync(HttpContext context)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        var body = BodyOf(form, Kind.ExerciseControl, ["action", "exerciseId", "name"], ["minutes"]);
        if (form["action"] == $"{ExerciseAction.Stop}") body.Remove("minutes");
        await SendAsync(context, form, isOurs, body);
    }

    // The same form twice (a reload, a second press) is the same messages: the moment that a bulletin is valid until is not
    // part of what is compared, because it moves while somebody reads the page again.
    private async Task SendAsync(HttpContext context, IFormCollection form, bool isOurs, JsonObject body)
    {
        var key = FormKey.Of(form);
        if (!isOurs)
        {
            await ShowAsync(context, StatusCodes.Status400BadRequest, form, FormFields.NoErrors, key, Forms.Notice(
                Words.Announce_Expired));
            return;
        }

        using var document = JsonDocument.Parse(body.ToJsonString(), MessageJson.DocumentOptions);
        switch (MessageJson.Read(document.RootElement, JsonContext.Hub(setup.Identity.Id)))
        {
            case JsonReadResult.Ok read:
                body.Remove("validUntil");
                var hash = SHA256.HashData(Encoding.UTF8.GetBytes(body.ToJsonString()));
                var sent = await fanOut.SendAsync(read, $"form:{key}", hash, context.RequestAborted);
                if (sent is { Faults.Count: 0, Stopped: null }) Layout.SeeOther(context, "/");
                else await ShowAsync(
                    context, StatusCodes.Status422UnprocessableEntity, form, sent.Faults, key, Stopped(sent));
                break;
            case JsonReadResult.Failed failed:
                await ShowAsync(
                    context, StatusCodes.Status422UnprocessableEntity, form, Spoken(FaultText.Of(failed.Errors)), key, Html.Empty);
                break;
        }
    }

    private static Html Stopped(FanOutResult sent) => sent.Stopped switch
    {
        null => Html.Empty,
        AcceptOutcome.NotStored lost => Forms.Notice(
            Say.It(Words.Announce_NotStored, sent.Stored.Count, lost.Reason)),
        AcceptOutcome.KeyConflict conflict => Forms.Notice(
            Say.It(Words.Announce_AlreadyUsed, conflict.FirstNumber)),
        AcceptOutcome.Unfit unfit => Forms.Notice(unfit.Reason),
        _ => Html.Empty,
    };

    // The form asks for hours; the API's reader speaks of the moment that follows from them. Each sentence names its
    // question: in the list above the form they stand apart from it.
    private static Dictionary<string, string[]> Spoken(IReadOnlyDictionary<string, string[]> errors) =>
        errors.Select(error => (Path: error.Key == "validUntil" ? "hours" : error.Key, Said: error.Value)).ToDictionary(
            error => error.Path,
            error => Question(error.Path) is { } question
                ? Array.ConvertAll(error.Said, sentence => $"{question.TrimEnd('?')}: {sentence}") : error.Said,
            StringComparer.Ordinal);

    private static JsonObject BodyOf(IFormCollection form, Kind kind, string[] texts, string[] numbers)
    {
        var body = new JsonObject { ["kind"] = $"{kind}" };
        if (form["to"].ToString() is { Length: > 0 } to) body["to"] = to == All ? All : new JsonArray(to);
        foreach (var name in texts)
            if (form[name].ToString().Trim() is { Length: > 0 } text) body[name] = text;
        foreach (var name in numbers)
        {
            if (form[name].ToString().Trim() is not { Length: > 0 } typed) continue;
            body[name] = int.TryParse(typed, CultureInfo.InvariantCulture, out var number) ? number : typed;
        }

        return body;
    }

    private Task ShowAsync(
        HttpContext context, int status, IFormCollection? typed, IReadOnlyDictionary<string, string[]> errors, string key,
        Html notice)
    {
        var fields = new FormFields(typed, errors);
        var isExercise = context.Request.Path == ExerciseAddress;
        var title = isExercise ? Words.Exercise_Title : Words.Announce_Title;
        return Layout.WriteAsync(context, title, Html.Of($"""
            <h1>{title}</h1>
            {notice}{fields.Summary(Words.Form_Faults)}
            {(isExercise ? exercises.Shown() : Html.Empty)}
            <form method="post" action="{(isExercise ? ExerciseAddress : BulletinAddress)}" novalidate>
            {Forms.Token(context)}<input type="hidden" name="{FormKey.Field}" value="{key}">
            {(isExercise ? Exercise(fields) : Bulletin(fields))}
            <div class="send"><button class="button main huge">{Words.Announce_Send}</button></div></form>
            """), status);
    }

    private Html Bulletin(FormFields fields)
    {
        var next = desk.Bulletins.Select(view => (int)view.Content.Number).DefaultIfEmpty().Max() + 1;
        return Html.Of($"""
            {NoodmeldingForm.Status(fields)}
            <div class="fields">{To(fields)}
            {fields.Input("number", Words.Announce_Number, next > ushort.MaxValue ? null : Say.It(Words.Announce_Next, next), lengthMax: 5)}
            {fields.Input("replaces", Words.Announce_Replaces, Words.Announce_ReplacesHint, lengthMax: 5)}
            {fields.Select("hours", Words.Announce_Hours, Words.Announce_Choose, Hours.Select(hours => ($"{hours}", Say.It(Words.Resident_Hours, hours))))}
            {fields.Input("title", Words.Announce_Heading, Words.Announce_HeadingHint, lengthMax: Limits.BulletinTitle.CodePoints)}
            </div>
            {NoodmeldingForm.Group(fields, "audience", Words.Announce_Audience, must: true, fields.Radios(
                "audience", Choices(BulletinAudience.Public, BulletinAudience.StaffOnly)))}
            {fields.Area("text", Words.Announce_Text, Words.Announce_TextHint)}
            """);
    }

    private Html Exercise(FormFields fields) => Html.Of($"""
        {NoodmeldingForm.Group(fields, "action", Words.Announce_What, must: true, fields.Radios(
            "action",
            [($"{ExerciseAction.Start}", Words.Announce_Begins), ($"{ExerciseAction.Stop}", Words.Announce_Stops)]))}
        <div class="fields">{To(fields)}
        {fields.Input("exerciseId", Words.Announce_Code, Words.Announce_CodeHint, lengthMax: 24)}
        {fields.Input("name", Words.Announce_Name, lengthMax: 40)}
        {fields.Input("minutes", Words.Announce_Minutes, Words.Announce_MinutesHint, lengthMax: 5)}
        </div>
        """);

    /// <summary>What a field asks, by its path; null for a path without a field here.</summary>
    private static string? Question(string path) => path switch
    {
        "status" => Words.Ask_IsReal,
        "number" => Words.Announce_Number,
        "replaces" => Words.Announce_Replaces,
        "hours" => Words.Announce_Hours,
        "title" => Words.Announce_Heading,
        "audience" => Words.Announce_Audience,
        "text" => Words.Announce_Text,
        "action" => Words.Announce_What,
        "exerciseId" => Words.Announce_Code,
        "name" => Words.Announce_Name,
        "minutes" => Words.Announce_Minutes,
        "to" => Words.Announce_To,
        _ => null,
    };

    private Html To(FormFields fields) => fields.Select(
        "to", Words.Announce_To, Words.Announce_Choose,
        [(All, Words.Announce_All), .. desk.Stations.Select(station => (station.Id, $"{station.Name} ({station.Id})"))]);

    private static IEnumerable<(string, string)> Choices(params BulletinAudience[] audiences) =>
        audiences.Select(audience => ($"{audience}", HelpLabels.Of(audience)));
}
