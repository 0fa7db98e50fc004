using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

/// <summary>What can be set at this point, and how the machine is.</summary>
internal static class SettingsPage
{
    public const string Address = "/instellingen";

    public static Task GetAsync(HttpContext context) => Page.WriteAsync<SettingsScreen>(
        context, Words.Settings_Title, new SettingsScreen.SettingsModel(FormGuard.Of(context)));
}
