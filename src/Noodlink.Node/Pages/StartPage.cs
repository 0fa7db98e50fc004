using System.Globalization;
using Microsoft.AspNetCore.Components;
using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;
using static Noodlink.Node.Pages.StartScreen;

namespace Noodlink.Node.Pages;

/// <summary>The first page: the big buttons, what somebody has to do now, and every message with how far it is.</summary>
internal sealed class StartPage(Desk desk, DraftBook drafts, TimeProvider time)
{
    /// <summary>In the address: how many rows of each list.</summary>
    public const string ShowQuery = "toon";

    private const int RowsStep = 50;

    private const int RowsMax = 450;

    /// <summary>An answer and a question about a noodmelding are shown there.</summary>
    private static readonly Kind[] Kinds =
        [.. MessageRows.Kinds.Where(kind => kind is not (Kind.Reply or Kind.Request))];

    public Task GetAsync(HttpContext context)
    {
        var rows = int.TryParse(context.Request.Query[ShowQuery], NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(asked, RowsStep, RowsMax) : RowsStep;
        var now = time.GetUtcNow();
        var attention = desk.Attention(rows + 1).Where(MessageRows.NeedsAction).Where(IsForTheList).ToList();
        var model = new StartModel(
            [
                Of("doen", Words.Start_ToDo, attention, rows),
                Of("echt", Words.Start_Actual, Quiet(MessageStatus.Actual, rows, attention.Count, now), rows, Words.Start_None),
                Of("oefening", Words.Start_Exercise, Quiet(MessageStatus.Exercise, rows, attention.Count, now), rows),
                Of("test", Words.Start_Test, Quiet(MessageStatus.Test, rows, attention.Count, now), rows),
            ],
            (MarkupString)StickPage.Buttons(context).ToString(), MessageRows.PlacesInQueue(desk), now,
            Sending.DraftList.DraftListModel.Of(drafts.Open, now));
        return Page.WriteAsync<StartScreen>(context, Words.Frame_Begin, model);
    }

    private static Section Of(string id, string title, List<MessageView> found, int rows, string? whenEmpty = null) => new(
        id, title, found.Count > rows ? found[..rows] : found, whenEmpty,
        found.Count > rows && rows < RowsMax ? $"/?{ShowQuery}={rows + RowsStep}#{id}" : null);

    // What was done before this shift stands behind the PIN.
    private List<MessageView> Quiet(MessageStatus status, int rows, int busy, DateTimeOffset now)
    {
        var facts = desk.Facts;
        var filter = new MessageFilter([], Kinds, Math.Min(rows + busy + 1, 500)) { Status = status };
        return [.. desk.Messages(filter).Items
            .Where(view => !MessageRows.NeedsAction(view) && !OldMessages.IsOld(view, facts, now)).Take(rows + 1)];
    }

    // A question about a noodmelding of ours is asked on its row and its page, not beside it. Where that row says nothing of
    // it, because another question was answered since, it stands here by itself.
    private bool IsForTheList(MessageView view) => view.Body is not Request
        || (MessageRows.IsAsked(desk, view) && !MessageRows.IsAskedElsewhere(desk, view));
}
