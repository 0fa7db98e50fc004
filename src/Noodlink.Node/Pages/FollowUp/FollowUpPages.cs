using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.FollowUp;

/// <summary>Aanvulling and intrekking of a noodmelding. What was sent never changes: these are messages of their
/// own.</summary>
internal sealed class FollowUpPages(Desk desk, FormRound round, UpdatePlace place)
{
    /// <summary>In the form: somebody pressed the button after reading what withdrawing means.</summary>
    public const string SureField = "_zeker";

    private const string Reason = "reason";

    private static readonly CancelReason[] Reasons =
    [
        CancelReason.Resolved, CancelReason.TakenOver, CancelReason.Duplicate, CancelReason.FalseReport,
        CancelReason.WrongContent,
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/meldingen/{id}/aanvulling", context => OfAsync(
            context, alarm => round.GetAsync(context, UpdateOf(alarm), () => null)));
        routes.MapPost("/meldingen/{id}/aanvulling", context => OfAsync(
            context, alarm => UpdateAsync(context, alarm)));
        routes.MapGet("/meldingen/{id}/aanvulling/waar", context => OfAsync(
            context, alarm => place.GetAsync(context, alarm)));
        routes.MapPost("/meldingen/{id}/aanvulling/waar", context => OfAsync(
            context, alarm => place.PostAsync(context, alarm)));
        routes.MapGet("/meldingen/{id}/intrekken", context => OfAsync(
            context, alarm => IsWithdrawn(alarm) ? ToMessage(context, alarm) : round.GetAsync(context, CancelOf(alarm), () => null)));
        routes.MapPost("/meldingen/{id}/intrekken", context => OfAsync(context, alarm => CancelAsync(context, alarm)));
    }

    /// <summary>The five reasons, in words that say what follows.</summary>
    public static IReadOnlyList<Choice> Choices =>
        [.. Reasons.Select(one => new Choice($"{one}", WordsOf(one)))];

    /// <summary>What is known of it: what was sent, with every aanvulling over it.</summary>
    public static AlarmFacts Known(Desk desk, MessageView alarm) =>
        alarm.ReferredBy.Select(desk.Find).OfType<MessageView>().Select(view => view.Body).OfType<AlarmUpdate>()
            .Aggregate(((Alarm)alarm.Body!).Facts, (facts, update) => facts.With(update.Changes));

    private static string WordsOf(CancelReason reason) => reason switch
    {
        CancelReason.Resolved => Words.Cancel_Resolved,
        CancelReason.TakenOver => Words.Cancel_TakenOver,
        CancelReason.Duplicate => Words.Cancel_Duplicate,
        CancelReason.FalseReport => Words.Cancel_FalseReport,
        _ => Words.Cancel_WrongContent,
    };

    private async Task OfAsync(HttpContext context, Func<MessageView, Task> show)
    {
        if (desk.Find((string)context.Request.RouteValues["id"]!) is { Own: true, Body: Alarm } alarm) await show(alarm);
        else await ErrorPages.WriteAsync(
            context, StatusCodes.Status404NotFound, Words.Message_AlarmNotThere, Words.Message_NotThereNumber);
    }

    // The place is a step of its own, as in a noodmelding: what was typed in the form waits for it in the draft.
    private async Task UpdateAsync(HttpContext context, MessageView alarm)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        var subject = UpdateOf(alarm);
        if (!isOurs || !form.ContainsKey(UpdatePlace.Field)) await round.PostAsync(context, subject);
        else if (await round.SetAsideAsync(context, subject, form)) await place.BeginAsync(context, alarm, form);
    }

    // The first press chooses why; the second, on a page that says what follows, withdraws.
    private async Task CancelAsync(HttpContext context, MessageView alarm)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        if (!isOurs || form.ContainsKey(SureField) || !Reasons.Any(one => form[Reason] == $"{one}"))
            await round.PostAsync(context, CancelOf(alarm));
        else await round.ShowAsync(
            context, CancelOf(alarm), form, FormFields.NoErrors, StatusCodes.Status200OK, FormKey.Of(form));
    }

    private FormSubject UpdateOf(MessageView alarm) => new(
        DraftForms.UpdateOf(alarm.Number), $"/meldingen/{alarm.Number}/aanvulling",
        [
            new FormQuestion("text", Words.Update_Text),
            .. UpdateQuestions.All.Select(one => new FormQuestion(one.Path, one.Label, one.IsChoice)),
        ],
        form => FormBody.Of(form, nameof(Kind.AlarmUpdate), alarm.Number),
        (context, form) => Page.WriteAsync<UpdateScreen>(
            context, Say.It(Words.Message_TitleUpdate, alarm.Number), new UpdateModel(alarm, Known(desk, alarm), form),
            form.Status, alarm.Status))
    {
        StatusOf = alarm.Status, Back = $"/meldingen/{alarm.Number}", FaultsOf = UpdatePlace.FaultsOf,
    };

    private static FormSubject CancelOf(MessageView alarm) => new(
        DraftForms.CancelOf(alarm.Number), $"/meldingen/{alarm.Number}/intrekken",
        [new FormQuestion(Reason, Words.Cancel_Why, IsChoice: true), new FormQuestion("text", Words.Cancel_Text)],
        form => FormBody.Of(form, nameof(Kind.AlarmCancel), alarm.Number),
        (context, form) => Page.WriteAsync<CancelScreen>(
            context, Say.It(Words.Message_TitleCancel, alarm.Number),
            new CancelModel(alarm, form, MeldkamerKnows(alarm)), form.Status, alarm.Status))
    {
        StatusOf = alarm.Status, Back = $"/meldingen/{alarm.Number}",
    };

    /// <summary>Withdrawing it again would make work for the coördinatiepunt and change nothing.</summary>
    public static bool IsWithdrawn(MessageView alarm) => alarm.Withdrawn || alarm.State == MessageState.Cancelled;

    private static Task ToMessage(HttpContext context, MessageView alarm)
    {
        Page.SeeOther(context, $"/meldingen/{alarm.Number}");
        return Task.CompletedTask;
    }

    // As far as this point has heard: a person spoke to them at some moment.
    private static bool MeldkamerKnows(MessageView alarm) =>
        alarm.History.Any(one => one.Event is null && MessageStates.IsMeldkamer(one.State));
}
