using Noodlink.Node.Drafts;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Sending;

/// <summary>The first question of Vraag om hulp: is somebody hurt, ill or in danger now? Then it is no question for help but
/// a noodmelding, with everything that was typed already; and so it is when nobody knows.</summary>
internal sealed class HelpFirstPage(DraftBook book)
{
    public const string Address = "/hulp";

    private const string DraftField = "concept";

    /// <summary>The question about what was begun.</summary>
    public static string AddressOf(string draft) => $"{Address}?{DraftField}={draft}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, GetAsync);
        routes.MapPost(Address, PostAsync);
    }

    private Task GetAsync(HttpContext context)
    {
        var id = context.Request.Query[DraftField].ToString();
        return Page.WriteAsync<HelpFirstScreen>(
            context, Words.Send_HelpFirst,
            new HelpFirstScreen.HelpFirstModel(FormGuard.Of(context), DraftText.IsId(id) ? id : ""));
    }

    private async Task PostAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var id = form[DraftField].ToString();
        var draft = DraftText.IsId(id) ? book.Find(id) : null;
        var begun = draft is { SentAs: null, Form: DraftForms.Help or DraftForms.Alarm };
        switch (form["answer"].ToString())
        {
            case "No":
                // Somebody came back from the noodmelding that it had become.
                if (begun && draft!.Form == DraftForms.Alarm)
                    await book.MergeAsync(id, DraftForms.Help, [], context.RequestAborted);
                Page.SeeOther(context, begun ? DraftForms.HelpAddress + id : DraftForms.HelpPage);
                break;
            case "Yes" or "Unknown" when begun:
                // The same draft: what was typed is the toelichting, and nobody has to type it again.
                await book.MergeAsync(id, DraftForms.Alarm, [], context.RequestAborted);
                Page.SeeOther(context, StepModel.AddressOf(id, Step.Services));
                break;
            case "Yes" or "Unknown":
                Page.SeeOther(context, StepModel.AddressOf(DraftText.NewId(), Step.Services));
                break;
            default:
                Page.SeeOther(context, begun ? AddressOf(id) : Address);
                break;
        }
    }
}
