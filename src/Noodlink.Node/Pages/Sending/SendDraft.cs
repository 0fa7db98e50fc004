using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Sending;

/// <summary>The big button: the draft becomes a noodmelding, once. Whatever goes wrong, everything typed stays.</summary>
internal sealed class SendDraft(DraftBook book, SendForm send, StepView view)
{
    public async Task SendAsync(HttpContext context, string id, IFormCollection form)
    {
        var fields = TypedFields.Parse(book.Find(id)?.Fields ?? "{}");
        var status = StepView.StatusOf(fields);
        // Somebody at another screen said that it is real, or that it is not, after this page was shown.
        if (form["status"].ToString() is { Length: > 0 } shown && shown != $"{status}")
        {
            await view.ShowCheckAsync(
                context, id, StatusCodes.Status409Conflict, FormFields.NoErrors,
                new Notice(Say.It(Words.Send_StatusChanged, MessageLabels.Of(status)), Bad: true));
            return;
        }

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
}
