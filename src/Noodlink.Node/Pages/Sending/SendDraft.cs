using Noodlink.Node.Drafts;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.Sending;

/// <summary>The big button: the draft becomes a noodmelding, once. Whatever goes wrong, everything typed stays.</summary>
internal sealed class SendDraft(Desk desk, DraftBook book, SendForm send, StepView view, TimeProvider time)
{
    // More than one point sends in half an hour.
    private const int EarlierMax = 100;

    public async Task SendAsync(HttpContext context, string id, IFormCollection form)
    {
        var fields = TypedFields.Parse(book.Find(id)?.Fields ?? "{}");
        var status = view.StatusOf(fields);
        // Somebody at another screen said that it is real, or that it is not, after this page was shown.
        if (form["status"].ToString() is { Length: > 0 } shown && shown != $"{status}")
        {
            await view.ShowCheckAsync(
                context, id, StatusCodes.Status409Conflict, FormFields.NoErrors,
                new Notice(Say.It(Words.Send_StatusChanged, MessageLabels.Of(status)), Bad: true));
            return;
        }

        if (desk.Exercise is ExerciseState.InDoubt doubt && fields.One(StepChanges.StatusSaid) is null)
        {
            await StepView.AskDoubtAsync(context, id, doubt.Name);
            return;
        }

        if (!form.ContainsKey("_nieuw") && FindRepeat(fields, status) is { } repeat)
        {
            await AskRepeatAsync(context, id, repeat, status, fields);
            return;
        }

        await HandInAsync(context, id, fields, status);
    }

    private async Task HandInAsync(HttpContext context, string id, TypedFields fields, MessageStatus status)
    {
        var typed = fields.With("status", $"{status}").AsForm();
        if (FormBody.HereAndElsewhere(typed) is { } slip)
        {
            await view.ShowCheckAsync(context, id, StatusCodes.Status422UnprocessableEntity, slip);
            return;
        }

        var (outcome, errors) = await send.SendAsync(FormBody.Of(typed, nameof(Kind.Alarm)), id, context.RequestAborted);
        switch (outcome)
        {
            case AcceptOutcome.Stored stored:
                book.Forget(id);
                Page.SeeOther(context, $"/meldingen/{stored.Number}");
                break;
            case AcceptOutcome.KeyConflict conflict:
                book.Forget(id);
                Page.SeeOther(context, $"/meldingen/{conflict.FirstNumber}");
                break;
            case AcceptOutcome.NotStored lost:
                await view.ShowCheckAsync(
                    context, id, StatusCodes.Status507InsufficientStorage, FormFields.NoErrors,
                    new Notice(Say.It(Words.Send_NotStored, lost.Reason), Bad: true));
                break;
            default:
                await view.ShowCheckAsync(
                    context, id, StatusCodes.Status422UnprocessableEntity, NoodmeldingForm.Spoken(errors));
                break;
        }
    }

    private MessageView? FindRepeat(TypedFields fields, MessageStatus status) => LikelyRepeat.Find(
        DraftFacts.Of(fields), status, desk.Messages(new MessageFilter([], [Kind.Alarm], EarlierMax)).Items, time.GetUtcNow());

    private static Task AskRepeatAsync(
        HttpContext context, string id, MessageView repeat, MessageStatus status, TypedFields fields) =>
        Page.WriteAsync<RepeatScreen>(
            context, Words.Send_RepeatNewTitle,
            new RepeatScreen.RepeatModel(
                repeat.Number, DutchTime.Time(repeat.StoredAt), Small(repeat.StateLabel),
                $"{Marks.Title(repeat)} – {PlaceOf(repeat)}",
                StepModel.AddressOf(id, Step.Check), FormGuard.Of(context, id), status, fields.One("text")),
            StatusCodes.Status200OK, status);

    // The coordinates say nothing to a person.
    private static string PlaceOf(MessageView alarm) =>
        PlaceText.Of(((Alarm)alarm.Body!).Facts.Location is { } place ? place with { Rd = null } : null);

    private static string Small(string label) =>
        label.Length == 0 ? label : $"{char.ToLowerInvariant(label[0])}{label[1..]}";
}
