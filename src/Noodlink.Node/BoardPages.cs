using Noodlink.Node.Pages.Bulletins;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Node.Pages.Drills;
using Noodlink.Node.Pages.Reports;

namespace Noodlink.Node;

/// <summary>The pages beside the noodmelding: reports, bulletins, help, documents.</summary>
internal static class BoardPages
{
    public static IServiceCollection AddBoards(this IServiceCollection services) =>
        services.AddSingleton<FormRound>().AddSingleton<SituationPage>().AddSingleton<BulletinPages>().AddSingleton<DrillPages>();

    public static void MapBoards(this WebApplication app)
    {
        var services = app.Services;
        services.GetRequiredService<SituationPage>().Map(app);
        services.GetRequiredService<BulletinPages>().Map(app);
        services.GetRequiredService<DrillPages>().Map(app);
    }
}
