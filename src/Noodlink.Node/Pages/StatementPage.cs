using Noodlink.Screens.Frame;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

/// <summary>A draft toegankelijkheidsverklaring. It says what was checked, and what is known to fall short.</summary>
internal static class StatementPage
{
    public const string Address = "/toegankelijkheid";

    public static Task GetAsync(HttpContext context) =>
        Page.WriteAsync<StatementScreen>(context, Words.Statement_Title, new StatementScreen.StatementModel());
}
