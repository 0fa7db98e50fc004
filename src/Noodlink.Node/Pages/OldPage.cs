using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>The messages that stand behind the PIN.</summary>
internal sealed class OldPage(Desk desk, TimeProvider time)
{
    public const string Address = "/oud";

    private const int RowsMax = 50;

    /// <summary>Looked at for one page at most: a long queue of open ones in front is no reason to wait.</summary>
    private const int LookedAtMax = 2000;

    public Task GetAsync(HttpContext context)
    {
        var now = time.GetUtcNow();
        var rows = new List<MessageView>();
        long? next = long.TryParse(context.Request.Query["voor"], out var before) && before > 0 ? before : null;
        var looked = 0;
        do
        {
            var page = desk.Messages(new MessageFilter([], [], RowsMax, next));
            rows.AddRange(page.Items.Where(view => OldMessages.IsOld(view, desk.Facts, now)));
            looked += page.Items.Count;
            next = page.Next;
        }
        while (next is not null && rows.Count < RowsMax && looked < LookedAtMax);

        var model = new OldScreen.OldModel(FormGuard.Of(context), rows, next, now);
        return Page.WriteAsync<OldScreen>(context, Words.Old_Title, model);
    }
}
