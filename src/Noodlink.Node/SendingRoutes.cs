using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Sending;

namespace Noodlink.Node;

/// <summary>The pages on which a noodmelding is made, and what they keep.</summary>
internal static class SendingRoutes
{
    public static IServiceCollection AddSending(this IServiceCollection services) => services
        .AddSingleton<DraftBook>().AddHostedService<DraftReturn>().AddSingleton<PlaceView>().AddSingleton<StepView>().AddSingleton<SendDraft>()
        .AddSingleton<SendingPages>().AddSingleton<DropPages>().AddSingleton<HelpFirstPage>();

    public static void MapSending(this WebApplication app)
    {
        app.Services.GetRequiredService<SendingPages>().Map(app);
        app.Services.GetRequiredService<DropPages>().Map(app);
        app.Services.GetRequiredService<HelpFirstPage>().Map(app);
    }
}
