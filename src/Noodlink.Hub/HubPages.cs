using Noodlink.Hub.Api;

namespace Noodlink.Hub;

/// <summary>Which address leads where.</summary>
internal static class HubPages
{
    public static void AddHub(this IServiceCollection services) => services.AddSingleton<HubApi>();

    public static void MapHub(this WebApplication app)
    {
        var api = app.Services.GetRequiredService<HubApi>();
        app.MapGet("/api/feed", api.FeedAsync);
        app.MapPost("/api/messages", api.PostMessageAsync);
        app.MapPost("/api/messages/{id}/events", api.PostEventAsync);
        app.MapGet("/api/stations", api.StationsAsync);
    }
}
