using Noodlink.Node.Pages;

namespace Noodlink.Node;

/// <summary>The addresses of PIN, shift and settings.</summary>
internal static class ShiftPages
{
    public static IServiceCollection AddShift(this IServiceCollection services) =>
        services.AddSingleton<PinPages>().AddSingleton<OldPage>();

    public static void MapShift(this WebApplication app)
    {
        var services = app.Services;
        services.GetRequiredService<PinPages>().Map(app);
        app.MapGet(OldPage.Address, services.GetRequiredService<OldPage>().GetAsync);
        app.MapGet(SettingsPage.Address, SettingsPage.GetAsync);
    }
}
