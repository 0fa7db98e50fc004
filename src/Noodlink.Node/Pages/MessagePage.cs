using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Sending;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>The page of one message, and the small forms on it.</summary>
internal sealed class MessagePage(
    Desk desk, DraftBook book, SendForm send, ReadAloudNote aloud, StationSetup setup, TimeProvider time)
{
    public Task GetAsync(HttpContext context) =>
        Find(context) is { } view ? ShowAsync(context, view, StatusCodes.Status200OK, FormFields.NoErrors, null)
        : NotThereAsync(context);

    /// <summary>To the page of the message.</summary>
    public static Task BackAsync(HttpContext context)
    {
        Page.SeeOther(context, $"/meldingen/{Uri.EscapeDataString((string)context.Request.RouteValues["id"]!)}");
        return Task.CompletedTask;
    }

    /// <summary>One tap answers a question.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (Find(context) is not { } view)
        {
            await NotThereAsync(context);
            return;
        }

        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var question = QuestionAnswer.Pressed(desk, view, form[QuestionAnswer.Field]);
        if (question is null)
        {
            await ShowAsync(context, view, StatusCodes.Status409Conflict,
                SendForm.One(QuestionAnswer.DoneFault, Words.Question_Done), form);
            return;
        }

        // One key for all screens: of two that press at once, the first answers.
        var (outcome, errors) = await send.SendAsync(
            QuestionAnswer.BodyOf(form, question), $"answer:{question.Number}", context.RequestAborted);
        switch (outcome)
        {
            case AcceptOutcome.Stored:
                // Its key is the question's and not the draft's, so the commit did not close the draft.
                await book.DropAsync(FormKey.Of(form), context.RequestAborted, SaveTurn.Of(form));
                Page.SeeOther(context, $"/meldingen/{view.Number}");
                break;
            case AcceptOutcome.KeyConflict:
                await KeepAsync(context, question, form);
                await ShowAsync(context, view, StatusCodes.Status409Conflict,
                    SendForm.One(QuestionAnswer.DoneFault, Words.Question_Done), form);
                break;
            case AcceptOutcome.NotStored lost:
                await KeepAsync(context, question, form);
                await ShowAsync(context, view, StatusCodes.Status507InsufficientStorage,
                    SendForm.One("answer", Say.It(Words.Message_NotStored, lost.Reason)), form);
                break;
            default:
                await KeepAsync(context, question, form);
                await ShowAsync(context, view, StatusCodes.Status422UnprocessableEntity, errors, form);
                break;
        }
    }

    /// <summary>The operator read it aloud over the portofoon.</summary>
    public async Task ReadAloudAsync(HttpContext context)
    {
        if (Find(context) is not { } view)
        {
            await NotThereAsync(context);
            return;
        }

        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var (status, errors) = await aloud.KeepAsync(context, view.Number, form);
        if (errors.Count == 0)
        {
            await book.DropAsync(FormKey.Of(form), context.RequestAborted, SaveTurn.Of(form));
            Page.SeeOther(context, $"/meldingen/{view.Number}");
            return;
        }

        await SmallForm.KeepAsync(book, DraftForms.AloudOf(view.Number), form, context.RequestAborted);
        await ShowAsync(context, view, status, errors, form, ofAloud: true);
    }

    /// <summary>The operator has read what went wrong.</summary>
    public async Task ReadAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is null) return;
        var number = (string)context.Request.RouteValues["id"]!;
        if (await desk.MarkReadAsync(number, context.RequestAborted)) Page.SeeOther(context, $"/meldingen/{number}");
        else await NotThereAsync(context);
    }

    private Task ShowAsync(
        HttpContext context, MessageView view, int status, IReadOnlyDictionary<string, string[]> errors,
        IFormCollection? typed, bool ofAloud = false)
    {
        var aloudForm = SmallForm.Of(
            context, book, DraftForms.AloudOf(view.Number), ofAloud ? typed : null, ofAloud ? errors : FormFields.NoErrors);
        var model = MessageModel.Of(
            view, QuestionOf(context, view, ofAloud ? null : typed, ofAloud ? FormFields.NoErrors : errors), aloudForm,
            Around(view), FormGuard.Of(context), setup.Station.Contact, desk.Status.ScreenOpenAtHub ?? view.ScreenOpenAtHub,
            PlaceInQueue(view), time.GetUtcNow());
        var kind = MessageLabels.Of(view.Kind);
        return Page.WriteAsync<MessageScreen>(context, $"{kind} {view.Number}", model, status, view.Status);
    }

    // What was typed to another question is not the answer to this one.
    private QuestionPanel.QuestionModel QuestionOf(
        HttpContext context, MessageView view, IFormCollection? typed, IReadOnlyDictionary<string, string[]> errors)
    {
        var question = QuestionAnswer.OpenOne(desk, view);
        var ofThis = typed is not null && (question is null || typed[QuestionAnswer.Field].ToString() is var number
            && (number.Length == 0 || number == question.Number));
        var name = DraftForms.AnswerOf((question ?? view).Number);
        var form = SmallForm.Of(context, book, name, ofThis ? typed : null, errors);
        var left = question is not null ? null : book.Open.FirstOrDefault(draft => draft.Form == name);
        return new QuestionPanel.QuestionModel(
            view.Number, question, form, left is null ? null : DraftRow.Of(left, time.GetUtcNow()));
    }

    private Task KeepAsync(HttpContext context, MessageView question, IFormCollection form) =>
        SmallForm.KeepAsync(book, DraftForms.AnswerOf(question.Number), form, context.RequestAborted);

    private int? PlaceInQueue(MessageView view) =>
        MessageRows.PlacesInQueue(desk).TryGetValue(view.Number, out var place) ? place : null;

    private List<MessageView> Around(MessageView view)
    {
        var about = view.Body switch
        {
            Alarm alarm => alarm.References,
            AlarmUpdate update => update.References,
            AlarmCancel cancel => cancel.References,
            Request request => request.References,
            Reply reply => reply.References,
            _ => [],
        };
        return [.. about.Select(number => number.ToString()).Concat(view.ReferredBy).Distinct(StringComparer.Ordinal)
            .Select(desk.Find).OfType<MessageView>()];
    }

    private MessageView? Find(HttpContext context) => desk.Find((string)context.Request.RouteValues["id"]!);

    private static Task NotThereAsync(HttpContext context) => ErrorPages.WriteAsync(
        context, StatusCodes.Status404NotFound, Words.Message_NotThere, Words.Message_NotThereNumber);
}
