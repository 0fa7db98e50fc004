using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Noodlink.Screens.Api;
using Noodlink.Screens.Service;

namespace Noodlink.Screens.Setup;

/// <summary>How a program reads its configuration and how its web server is set (interfaces.md §2).</summary>
internal static class ProgramSetup
{
    /// <summary>sysexits.h: EX_CONFIG.</summary>
    public const int WrongConfiguration = 78;

    /// <summary>Later wins: appsettings.json beside the program, /etc/noodlink, environment, arguments.</summary>
    /// <param name="name">"node" or "hub".</param>
    /// <param name="faults">Gets what could not be read at all.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args, string name, ICollection<string> faults)
    {
        // The empty builder: nothing is read or served that does not stand here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = $"Noodlink.{name}",
        });
        if (Read(builder.Configuration, args, name) is { } fault) faults.Add(fault);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        // The journal keeps its own time, and takes the weight of a line from the <N> before it.
        if (JournalStream.IsStandardOutput()) builder.Logging.AddSystemdConsole();
        else
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fffzzz ";
            });
        // Whoever stops reading our log (a paused terminal, a hung log service) loses lines, and is told how many when
        // it reads again. To wait for it, as is the default, would stop the loop that keeps noodmeldingen.
        builder.Services.Configure<ConsoleLoggerOptions>(
            console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // The keys of cookies lie in the station's own 0700 directory; that they are not encrypted once more is known.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Its one warning is said with every form: that a page with a form is not kept in caches, which is as it should be.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(SetLimits);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4.5));
        return builder;
    }

    /// <summary>Says every fault at once, each on a line of its own.</summary>
    public static void Refuse(TextWriter error, string program, IReadOnlyCollection<string> faults)
    {
        error.WriteLine($"{program} does not start: {faults.Count} fault(s) in the configuration.");
        foreach (var fault in faults) error.WriteLine($"  {fault}");
    }

    private static string? Read(ConfigurationManager configuration, string[] args, string name)
    {
        try
        {
            configuration.SetBasePath(AppContext.BaseDirectory);
            configuration.AddJsonFile("appsettings.json", optional: true, reloadOnChange: false);
            configuration.AddJsonFile($"/etc/noodlink/{name}.json", optional: true, reloadOnChange: false);
            ((IConfigurationBuilder)configuration).Add(
                new EnvironmentVariablesConfigurationSource { Prefix = "NOODLINK_" });
            configuration.AddCommandLine(args);
            return null;
        }
        catch (Exception problem) when (problem is InvalidDataException or FormatException or IOException
            or UnauthorizedAccessException)
        {
            return $"{problem.Message} {problem.InnerException?.Message}".Trim();
        }
    }

    private static void SetLimits(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Kestrel counts the framing of chunks as well; the limit itself is JsonBody's.
        kestrel.Limits.MaxRequestBodySize = JsonBody.BytesMax + (8 * 1024);
        // A person's browser is done with all of these in a tenth of the time, over a bad WLAN as well.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 500, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 500, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        // The number of connections is counted per machine, which Kestrel cannot.
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(
            inside => connection => listen.ApplicationServices.GetRequiredService<FrontDoor>().PassAsync(inside, connection)));
    }
}
