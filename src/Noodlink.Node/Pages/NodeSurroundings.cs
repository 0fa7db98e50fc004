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
        var bar = NodeBar.Of(
            services.GetRequiredService<Desk>(), services.GetRequiredService<ShiftPin>(),
            services.GetRequiredService<TimeProvider>().GetUtcNow());
        return new PageSurroundings(Page.Component<Bar>(bar));
    }
}
