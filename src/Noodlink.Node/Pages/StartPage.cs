using Microsoft.AspNetCore.Components;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;
using static Noodlink.Node.Pages.StartScreen;

namespace Noodlink.Node.Pages;

/// <summary>The first page: the big buttons, what somebody has to do now, and every message with how far it is.</summary>
internal sealed class StartPage(Desk desk, TimeProvider time)
{
    private const int RowsMax = 100;

    public Task GetAsync(HttpContext context)
    {
        var rows = desk.Messages(new MessageFilter([], MessageRows.Kinds, RowsMax)).Items.Where(IsForTheList).ToList();
        var model = new StartModel(
            [
                new Section("doen", Words.Start_ToDo, [.. rows.Where(MessageRows.NeedsAction).OrderBy(row => row.Status)]),
                new Section("echt", Words.Start_Actual, Quiet(rows, MessageStatus.Actual), Words.Start_None),
                new Section("oefening", Words.Start_Exercise, Quiet(rows, MessageStatus.Exercise)),
                new Section("test", Words.Start_Test, Quiet(rows, MessageStatus.Test)),
            ],
            (MarkupString)StickPage.Buttons(context).ToString(), time.GetUtcNow(),
            Sending.DraftList.DraftListModel.Of(desk.Drafts, time.GetUtcNow()));
        return Page.WriteAsync<StartScreen>(context, Words.Frame_Begin, model);
    }

    // An answer and a question about a noodmelding are shown there; by themselves only when something is wrong.
    private bool IsForTheList(MessageView view) => view.Body switch
    {
        Reply => view.Own && MessageRows.NeedsAction(view),
        Request request => request.References.All(number => desk.Find(number.ToString()) is null),
        _ => true,
    };

    private static List<MessageView> Quiet(IEnumerable<MessageView> rows, MessageStatus status) =>
        [.. rows.Where(view => view.Status == status && !MessageRows.NeedsAction(view))];
}
