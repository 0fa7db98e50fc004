using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Setup;

/// <summary>Runs a program to its end and gives its exit code.</summary>
internal static class ProgramRun
{
    /// <summary>sysexits.h: EX_UNAVAILABLE.</summary>
    public const int Unavailable = 69;

    /// <param name="build">Puts the program together; opens the station's data.</param>
    public static async Task<int> ToEndAsync(Func<WebApplication> build, TextWriter error)
    {
        try
        {
            await using var app = build();
            await app.StartAsync();
            await Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions.WaitForShutdownAsync(app);
            return Environment.ExitCode;
        }
        catch (NewerFileException newer)
        {
            await error.WriteLineAsync(newer.Message);
            return Unavailable;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"{taken.Message} Choose another with --Urls=http://127.0.0.1:<port>.");
            return Unavailable;
        }
    }
}
