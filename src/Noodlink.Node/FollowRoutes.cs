using Noodlink.Node.Pages;
using Noodlink.Node.Pages.FollowUp;

namespace Noodlink.Node;

/// <summary>The addresses of one message and of what is done with it.</summary>
internal static class FollowRoutes
{
    public static IServiceCollection AddFollow(this IServiceCollection services) => services
        .AddSingleton<MessagePage>().AddSingleton<ReadAloudNote>().AddSingleton<FollowUpPages>().AddSingleton<UpdatePlace>()
        .AddSingleton<AloudPage>();

    public static void MapFollow(this WebApplication app)
    {
        var message = app.Services.GetRequiredService<MessagePage>();
        app.MapGet("/meldingen/{id}", message.GetAsync);
        // Where a form of that page goes: loaded again, it is that page.
        foreach (var form in (string[])["antwoord", "voorgelezen", "gelezen"])
            app.MapGet($"/meldingen/{{id}}/{form}", MessagePage.BackAsync);
        app.MapPost("/meldingen/{id}/antwoord", message.AnswerAsync);
        app.MapPost("/meldingen/{id}/voorgelezen", message.ReadAloudAsync);
        app.MapPost("/meldingen/{id}/gelezen", message.ReadAsync);
        app.MapGet("/meldingen/{id}/voorlezen", app.Services.GetRequiredService<AloudPage>().GetAsync);
        app.Services.GetRequiredService<FollowUpPages>().Map(app);
    }
}
