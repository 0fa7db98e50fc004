using Noodlink.Node.Api;
using Noodlink.Node.Pages;
using Noodlink.Node.Pages.Map;
using Noodlink.Screens.Pages;

namespace Noodlink.Node;

/// <summary>Which address leads where.</summary>
internal static class NodePages
{
    public static void AddNode(this IServiceCollection services) => services.AddShift()
        .AddSingleton<NodeApi>().AddSingleton<DraftApi>().AddSingleton<PlacesApi>().AddSingleton<SendForm>()
        .AddSingleton<StartPage>().AddSingleton<PaperPages>().AddSingleton<MapPage>().AddSending().AddFollow()
        .AddBoards();

    public static void MapNode(this WebApplication app)
    {
        var services = app.Services;
        app.MapPost("/api/messages", services.GetRequiredService<NodeApi>().PostAsync);
        app.MapPost("/api/messages/{id}/read-aloud", services.GetRequiredService<NodeApi>().PostReadAloudAsync);
        services.GetRequiredService<DraftApi>().Map(app);
        services.GetRequiredService<PlacesApi>().Map(app);
        services.GetRequiredService<MapPage>().Map(app);
        NodeDocument.Map(app);
        app.MapGet("/", services.GetRequiredService<StartPage>().GetAsync);
        app.MapSending();
        services.GetRequiredService<PaperPages>().Map(app);
        app.MapBoards();
        app.MapFollow();
        app.MapShift();
    }
}
