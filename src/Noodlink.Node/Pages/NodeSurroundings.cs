using Noodlink.Node.Pages.Bulletins;
using Noodlink.Node.Pages.Drills;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Screens.Fields;
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
        var bulletins = BulletinDesk.New(desk);
        var bar = NodeBar.Of(
            desk, services.GetRequiredService<ShiftPin>(), bulletins,
            services.GetRequiredService<TimeProvider>().GetUtcNow());
        return new PageSurroundings(
            Page.Component<Bar>(bar), Exercise: Page.Component<Strips>(
                new Strips.StripsModel(Drill(context, desk.Exercise), context.Request.Path == "/" ? bulletins : [])));
    }

    private static DrillStrip.StripModel? Drill(HttpContext context, ExerciseState state) =>
        state is ExerciseState.Off ? null
        : new DrillStrip.StripModel(
            state, FormGuard.Of(context), $"{context.Request.Path}{context.Request.QueryString}");
}
