using Noodlink.Node.Pages;

namespace Noodlink.Node;

/// <summary>The addresses of PIN, shift and settings.</summary>
internal static class ShiftPages
{
    public static IServiceCollection AddShift(this IServiceCollection services) =>
        services.AddSingleton<PinPages>().AddSingleton<OldPage>().AddSingleton<PointPages>()
            .AddSingleton<ShiftPage>().AddSingleton<SettingsPage>();

    public static void MapShift(this WebApplication app)
    {
        var services = app.Services;
        services.GetRequiredService<PinPages>().Map(app);
        services.GetRequiredService<PointPages>().Map(app);
        app.MapGet(OldPage.Address, services.GetRequiredService<OldPage>().GetAsync);
        services.GetRequiredService<ShiftPage>().Map(app);
        services.GetRequiredService<SettingsPage>().Map(app);
        app.MapGet(StatementPage.Address, StatementPage.GetAsync);
    }
}
