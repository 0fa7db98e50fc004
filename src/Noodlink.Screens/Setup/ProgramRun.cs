using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Setup;

/// <summary>Runs a program to its end and gives its exit code.</summary>
internal static class ProgramRun
{
    /// <summary>sysexits.h: EX_UNAVAILABLE.</summary>
    public const int Unavailable = 69;

    /// <param name="program">What was prepared.</param>
    public static async Task<int> ToEndAsync(PreparedProgram program, TextWriter error)
    {
        Language.Speak(program.Language);
        foreach (var url in program.Addresses.Taken())
        {
            await error.WriteLineAsync($"{url} is in use. Choose another with --Urls=http://127.0.0.1:<port>.");
            return Unavailable;
        }

        try
        {
            await using var app = program.Build();
            await app.StartAsync();
            await app.WaitForShutdownAsync();
            return Environment.ExitCode;
        }
        catch (Exception unusable) when (unusable is NewerFileException or DirectoryInUseException)
        {
            await error.WriteLineAsync(unusable.Message);
            return Unavailable;
        }
    }
}

/// <summary>A program whose configuration is right.</summary>
/// <param name="Addresses">Where its screen will listen.</param>
/// <param name="Language">What its screens speak.</param>
/// <param name="Build">Opens the station's data and puts the program together.</param>
internal sealed record PreparedProgram(ListenAddresses Addresses, CultureInfo Language, Func<WebApplication> Build);
