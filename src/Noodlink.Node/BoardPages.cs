using Noodlink.Node.Pages.Bulletins;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Node.Pages.Drills;
using Noodlink.Node.Pages.HelpBoards;
using Noodlink.Node.Pages.More;
using Noodlink.Node.Pages.Reports;
using Noodlink.Node.Pages.Shelf;

namespace Noodlink.Node;

/// <summary>The pages beside the noodmelding: reports, bulletins, help, documents.</summary>
internal static class BoardPages
{
    public static IServiceCollection AddBoards(this IServiceCollection services) =>
        services.AddSingleton<FormRound>().AddSingleton<SituationPage>().AddSingleton<BulletinPages>().AddSingleton<DrillPages>()
            .AddSingleton<HereVillage>().AddSingleton<HelpRequestPage>().AddSingleton<HelpOfferPage>().AddSingleton<HelpBoardPage>().AddSingleton<StockPage>()
            .AddSingleton<ShelfPages>().AddSingleton<MorePage>().AddSingleton<InstructionPage>();

    public static void MapBoards(this WebApplication app)
    {
        var services = app.Services;
        services.GetRequiredService<SituationPage>().Map(app);
        services.GetRequiredService<BulletinPages>().Map(app);
        services.GetRequiredService<DrillPages>().Map(app);
        services.GetRequiredService<HelpRequestPage>().Map(app);
        services.GetRequiredService<HelpOfferPage>().Map(app);
        services.GetRequiredService<HelpBoardPage>().Map(app);
        services.GetRequiredService<StockPage>().Map(app);
        services.GetRequiredService<ShelfPages>().Map(app);
        services.GetRequiredService<MorePage>().Map(app);
        services.GetRequiredService<InstructionPage>().Map(app);
    }
}
