using Microsoft.Extensions.Primitives;
using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Sending;

// Problem: somebody with cold hands must get a noodmelding away within a minute, on a machine whose power may fail at any
// key, and whoever takes over must find it as it was left.
//
// Idea: a noodmelding that is being made is a draft on this point's disk, and its address holds nothing but the draft's id.
// Every step is a page of its own that is read from the draft and saved to it. So reload, back, a second browser and a
// power cut all end up at the same draft; what is sent carries the draft's id as its key, so it is sent once.

/// <summary>Sending a noodmelding, step by step. Nothing is written until somebody chose or typed something.</summary>
internal sealed class SendingPages(DraftBook book, StepView view, SendDraft sending)
{
    public const string Address = "/noodmelding";

    private const string Route = Address + "/{draft}/{step}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, BeginAsync);
        routes.MapPost(Address, BeginAsync);
        routes.MapGet(Address + "/{draft}", GetDraftAsync);
        routes.MapGet(Route, GetAsync);
        routes.MapPost(Route, PostAsync);
    }

    private static Task BeginAsync(HttpContext context)
    {
        Page.SeeOther(context, StepModel.AddressOf(DraftText.NewId(), Step.Services));
        return Task.CompletedTask;
    }

    /// <summary>Where somebody goes on.</summary>
    private async Task GetDraftAsync(HttpContext context)
    {
        var id = IdOf(context);
        if (await LeadsElsewhereAsync(context, id)) return;
        var fields = TypedFields.Parse(book.Find(id)?.Fields ?? "{}");
        Page.SeeOther(context, StepModel.AddressOf(id, Steps.FirstOpen(fields)));
    }

    private async Task GetAsync(HttpContext context)
    {
        var id = IdOf(context);
        if (Steps.Of((string?)context.Request.RouteValues["step"]) is not { } step) await NotThereAsync(context);
        else if (!await LeadsElsewhereAsync(context, id)) await view.ShowAsync(context, id, step);
    }

    private async Task PostAsync(HttpContext context)
    {
        var id = IdOf(context);
        if (Steps.Of((string?)context.Request.RouteValues["step"]) is not { } step)
        {
            await NotThereAsync(context);
            return;
        }

        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        if (await LeadsElsewhereAsync(context, id)) return;
        var before = TypedFields.Parse(book.Find(id)?.Fields ?? "{}");
        var changes = StepChanges.Of(step, form, before);
        if (!isOurs)
        {
            // Perhaps ours from before the keys changed: everything is shown again, and nothing is done.
            await view.ShowAsync(
                context, id, step, StatusCodes.Status400BadRequest, before.With(changes),
                new Notice(Words.Send_Expired, Bad: true));
            return;
        }

        var said = StatusSaid(form);
        var status = said ?? view.StatusOf(before, ParseStatus(form["status"]));
        List<KeyValuePair<string, StringValues>> all = [.. changes, KeyValuePair.Create("status", new StringValues($"{status}"))];
        if (said is not null) all.Add(KeyValuePair.Create(StepChanges.StatusSaid, new StringValues($"{said}")));
        var outcome = await book.MergeAsync(
            id, DraftForms.Alarm, all, context.RequestAborted, decides: said is not null, SaveTurn.Of(form));
        if (outcome is DraftOutcome.AlreadySent sent) Page.SeeOther(context, $"/meldingen/{sent.Number}");
        else if (outcome is DraftOutcome.TooLong or DraftOutcome.Unfit)
            await view.ShowAsync(
                context, id, step, StatusCodes.Status422UnprocessableEntity, before.With(changes),
                new Notice(outcome is DraftOutcome.TooLong too ? too.Reason : Words.Send_Expired, Bad: true));
        else if (step == Step.Check && form["_do"] == "meld") await sending.SendAsync(context, id, form);
        else Page.SeeOther(context, NextAddress(id, step, form, said is not null));
    }

    private static string NextAddress(string id, Step step, IFormCollection form, bool stays)
    {
        var back = form["_terug"] == "controle";
        var way = PlaceWays.Of(form["_hoe"]);
        // An answer that goes on by itself was not given with this press.
        if (stays || (step == Step.Place && !StepChanges.ConfirmsPlace(form)))
        {
            var query = string.Join('&', new[]
            {
                way is { } typed ? $"hoe={PlaceWays.Name(typed)}" : "", form["_do"] == "zoek" ? "zoek=1" : "",
                back ? "terug=controle" : "",
            }.Where(part => part.Length > 0));
            return StepModel.AddressOf(id, step) + (query.Length > 0 ? $"?{query}" : "");
        }

        return StepModel.AddressOf(id, back ? Step.Check : Steps.After(step));
    }

    /// <summary>A person said whether it is real: with a button of its own, and never by something else.</summary>
    private static MessageStatus? StatusSaid(IFormCollection form) => form["_do"].ToString() switch
    {
        "echt" => MessageStatus.Actual,
        "oefening" => MessageStatus.Exercise,
        "test" => MessageStatus.Test,
        _ => null,
    };

    private static MessageStatus? ParseStatus(string? text) =>
        Enum.TryParse<MessageStatus>(text, out var status) && Enum.IsDefined(status) ? status : null;

    /// <summary>An id that is none, a draft that was sent, thrown away, or is another form's.</summary>
    private async Task<bool> LeadsElsewhereAsync(HttpContext context, string id)
    {
        if (!DraftText.IsId(id))
        {
            await NotThereAsync(context);
            return true;
        }

        var draft = book.Find(id);
        if (draft is { SentAs: { } number }) Page.SeeOther(context, $"/meldingen/{number}");
        else if (draft is { Dropped: true }) Page.SeeOther(context, DropPages.AddressOf(id));
        else if (draft is not null && draft.Form != DraftForms.Alarm)
            Page.SeeOther(context, ElsewhereOf(context, draft));
        else return false;
        return true;
    }

    // The map leads to the place of a noodmelding, also with a point for an aanvulling.
    private static string ElsewhereOf(HttpContext context, DraftText draft) =>
        Steps.Of((string?)context.Request.RouteValues["step"]) == Step.Place
        && DraftForms.PlaceAddressOf(draft) is { } place
            ? $"{place}&{context.Request.QueryString.Value?.TrimStart('?')}" : DraftForms.AddressOf(draft);

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["draft"]!;

    private static Task NotThereAsync(HttpContext context) => ErrorPages.WriteAsync(
        context, StatusCodes.Status404NotFound, Words.Send_NotThere, Words.Send_NotThereHint);
}
