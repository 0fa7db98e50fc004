using Noodlink.Hub.Api;
using Noodlink.Hub.Pages;
using Noodlink.Screens.Pages;

namespace Noodlink.Hub;

/// <summary>Which address leads where.</summary>
internal static class HubPages
{
    public static void AddHub(this IServiceCollection services) => services
        .AddSingleton<HubApi>().AddSingleton<FanOut>().AddSingleton<HubGauges>().AddSingleton<FeedPage>().AddSingleton<MessagePage>()
        .AddSingleton<SheetPage>().AddSingleton<StationsPage>().AddSingleton<OffersPanel>().AddSingleton<SendForm>()
        .AddSingleton<HandPage>().AddSingleton<AnnouncePage>().AddSingleton<ExerciseList>().AddSingleton<PaperPages>();

    public static void MapHub(this WebApplication app)
    {
        var api = app.Services.GetRequiredService<HubApi>();
        app.MapGet("/api/feed", api.FeedAsync);
        app.MapPost("/api/messages", api.PostMessageAsync);
        app.MapPost("/api/messages/{id}/events", api.PostEventAsync);
        app.MapPost("/api/messages/{id}/forwarding", api.PostForwardingAsync);
        app.MapGet("/api/stations", api.StationsAsync);
        HubDocument.Map(app);
        app.MapGet("/", app.Services.GetRequiredService<FeedPage>().GetAsync);
        app.MapGet("/stations", app.Services.GetRequiredService<StationsPage>().GetAsync);
        app.MapPost(OffersPanel.Route, app.Services.GetRequiredService<OffersPanel>().PostAsync);
        var hand = app.Services.GetRequiredService<HandPage>();
        app.MapGet(HandPage.Address, hand.GetAsync);
        app.MapPost(HandPage.Address, hand.PostAsync);
        app.MapPost(HandPage.SheetAddress, hand.PostSheetAsync);
        var announce = app.Services.GetRequiredService<AnnouncePage>();
        app.MapGet(AnnouncePage.BulletinAddress, announce.GetAsync);
        app.MapGet(AnnouncePage.ExerciseAddress, announce.GetAsync);
        app.MapPost(AnnouncePage.BulletinAddress, announce.PostBulletinAsync);
        app.MapPost(AnnouncePage.ExerciseAddress, announce.PostExerciseAsync);
        app.Services.GetRequiredService<PaperPages>().Map(app);
        var message = app.Services.GetRequiredService<MessagePage>();
        app.MapGet("/meldingen/{id}", message.GetAsync);
        app.MapPost("/meldingen/{id}/gebeurtenis", message.PostAsync);
        app.MapPost("/meldingen/{id}/opnieuw", message.PostAgainAsync);
        app.MapGet("/meldingen/{id}/blad", app.Services.GetRequiredService<SheetPage>().GetAsync);
    }
}
