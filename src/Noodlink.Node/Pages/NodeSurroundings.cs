using Noodlink.Node.Pages.Bulletins;
using Noodlink.Node.Pages.Drills;
using Noodlink.Node.Pages.Sending;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Screens.Fields;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Access;
using Noodlink.Screens.Frame;
using Noodlink.Station;

namespace Noodlink.Node.Pages;

/// <summary>What the noodsteunpunt puts around each of its pages.</summary>
internal static class NodeSurroundings
{
    public static PageSurroundings Of(HttpContext context)
    {
        var services = context.RequestServices;
        var desk = services.GetRequiredService<Desk>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var path = context.Request.Path;
        var bulletins = BulletinDesk.New(desk);
        var bar = path == CoverPage.Address ? NodeBar.Covered(desk, bulletins, now)
            : NodeBar.Of(desk, services.GetRequiredService<ShiftPin>(), bulletins, now) with
            {
                CoverTarget = $"{path}{context.Request.QueryString}",
            };
        return new PageSurroundings(
            Page.Component<Bar>(bar), Exercise: Page.Component<Strips>(
                new Strips.StripsModel(Drill(context, desk.Exercise), path == "/" ? bulletins : [])))
        {
            IsAnswer = HttpMethods.IsPost(context.Request.Method) && IsAlsoPage(path),
            Notice = IsForReporting(path)
                ? Page.Component<Call112>(new Call112.Call112Model(desk.Facts.Reach112 == Reachable112.Yes)) : null,
        };
    }

    // The others are buttons of a page with another address.
    private static bool IsAlsoPage(PathString path) =>
        ((string[])["/noodmelding", "/meldingen", "/hulp", "/hulpbord", "/aanbod", "/voorraad", "/situatie", "/dienst", "/berichten"])
        .Any(page => path.StartsWithSegments(page, StringComparison.OrdinalIgnoreCase));

    // Where somebody begins; further on they have chosen.
    private static bool IsForReporting(PathString path) =>
        path == "/" || (path.StartsWithSegments(SendingPages.Address, StringComparison.OrdinalIgnoreCase)
            && path.Value!.Split('/') is [.., var step] && Steps.Of(step) == Sending.Step.Services);

    private static DrillStrip.StripModel? Drill(HttpContext context, ExerciseState state) =>
        state is ExerciseState.Off ? null
        : new DrillStrip.StripModel(
            state, FormGuard.Of(context), $"{context.Request.Path}{context.Request.QueryString}");
}
