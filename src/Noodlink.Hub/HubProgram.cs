using Noodlink.Hub.Pages;
using Noodlink.Screens.Pages;
using Noodlink.Screens.Setup;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub;

/// <summary>The program at the coördinatiepunt: station, broker, forwarders, screen and API in one process.</summary>
internal static class HubProgram
{
    private const string UrlsByDefault = "http://127.0.0.1:5090";

    /// <summary>The exit code: 0 done, 69 port or data not available, 78 wrong configuration.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter error) => Prepare(args, error) is { } program
        ? await ProgramRun.ToEndAsync(program, error) : ProgramSetup.WrongConfiguration;

    /// <summary>Reads the configuration. Null: it is wrong, and every fault of it is written.</summary>
    internal static PreparedProgram? Prepare(string[] args, TextWriter error)
    {
        var faults = new List<string>();
        var builder = ProgramSetup.CreateBuilder(args, "hub", faults);
        var setup = faults.Count == 0 ? HubSetup.Read(builder.Configuration, faults) : null;
        var screen = ScreenSetup.Read(builder.Configuration, UrlsByDefault, faults);
        if (setup is not null && faults.Count == 0)
            return new PreparedProgram(screen.Addresses, setup.Station.Language, () => Build(builder, setup, screen));
        ProgramSetup.Refuse(error, "Noodlink.Hub", faults);
        return null;
    }

    private static WebApplication Build(WebApplicationBuilder builder, HubSetup setup, ScreenSetup screen)
    {
        var who = setup.Station.Identity;
        var settings = new ScreenSettings(
            Words.Frame_Hub, $"{who.Id}", who.Name, [Words.SignIn_Coordinator, Words.SignIn_Logger],
            [("/", Words.Hub_Alarms), ("/stations", Words.Hub_Stations),
                (AnnouncePage.BulletinAddress, Words.Hub_Bulletin), (AnnouncePage.ExerciseAddress, Words.Exercise_Title),
                (HandPage.Address, Words.Hub_Hand), ("/papier", Words.Paper_Title), (StickPage.Path, Words.Stick_Title)]);
        builder.Services.AddSingleton(TimeProvider.System);
        setup.AddTo(builder.Services);
        builder.AddScreen(settings, screen, setup.Station.Station.DataDirectory, atHub: true);
        builder.Services.AddHub();
        var app = builder.Build();
        app.UseScreen(atHub: true);
        app.MapHub();
        return app;
    }
}
