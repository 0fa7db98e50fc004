using Noodlink.Node.Pages;
using Noodlink.Node.Pages.Bulletins;
using Noodlink.Node.Pages.More;
using Noodlink.Node.Pages.Reports;
using Noodlink.Screens.Pages;
using Noodlink.Screens.Setup;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Places;

namespace Noodlink.Node;

/// <summary>The program at the noodsteunpunt: station, screen and API in one process.</summary>
internal static class NodeProgram
{
    private const string UrlsByDefault = "http://127.0.0.1:5081";

    /// <summary>The exit code: 0 done, 69 port or data not available, 78 wrong configuration.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter error) => Prepare(args, error) is { } program
        ? await ProgramRun.ToEndAsync(program, error) : ProgramSetup.WrongConfiguration;

    /// <summary>Reads the configuration. Null: it is wrong, and every fault of it is written.</summary>
    internal static PreparedProgram? Prepare(string[] args, TextWriter error)
    {
        var faults = new List<string>();
        var builder = ProgramSetup.CreateBuilder(args, "node", faults);
        var setup = faults.Count == 0 ? StationSetup.Read(builder.Configuration, isHub: false, faults) : null;
        var screen = ScreenSetup.Read(builder.Configuration, UrlsByDefault, faults);
        if (setup is not null && faults.Count == 0)
            return new PreparedProgram(screen.Addresses, setup.Language, () => Build(builder, setup, screen));
        ProgramSetup.Refuse(error, "Noodlink.Node", faults);
        return null;
    }

    private static WebApplication Build(WebApplicationBuilder builder, StationSetup setup, ScreenSetup screen)
    {
        var who = setup.Identity;
        var settings = new ScreenSettings(
            Words.Frame_Point, $"{who.Id}", who.Name, [Words.SignIn_Volunteer, Words.SignIn_Leader],
            [
                ("/", Words.Frame_Begin), (BulletinDesk.Address, Words.More_Bulletins),
                (SituationPage.Address, Words.More_Situation), ("/hulp", Words.More_Help),
                (MorePage.Address, Words.More_Title),
            ])
        {
            Around = NodeSurroundings.Of,
            MayCover = true,
            FootLinks =
            [
                (ShiftPage.Address, Words.Shift_Title), (OldPage.Address, Words.Old_Title),
                (SettingsPage.Address, Words.Settings_Title), (StatementPage.Address, Words.Statement_Link),
            ],
            AsksPin = context => context.RequestServices.GetRequiredService<PinPages>().AsksPin(context),
        };
        builder.Services.AddStation(services => StationHost.Node(
            setup, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<IHostApplicationLifetime>()));
        builder.AddScreen(settings, screen, setup.Station.DataDirectory, atHub: false);
        builder.Services.AddSingleton(setup).AddNode();
        builder.Services
            .AddSingleton(services => new LocalGazetteer(
                setup.Places.File, services.GetRequiredService<TimeProvider>(), PlacesLog(services)))
            .AddSingleton(services => new LocalTiles(
                setup.Places.Map, services.GetRequiredService<TimeProvider>(), PlacesLog(services)));
        var app = builder.Build();
        app.UseScreen(atHub: false);
        app.MapNode();
        return app;
    }

    private static ILogger PlacesLog(IServiceProvider services) =>
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Noodlink.Station.Places");
}
