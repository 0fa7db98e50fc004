using System.CommandLine;
using Noodlink.Cli.Air;
using Noodlink.Cli.Commands;

namespace Noodlink.Cli;

/// <summary>The technician's command line <c>noodlink</c>: one line here for each command, one file for each.</summary>
internal static class CommandLine
{
    private static RootCommand Create() => new("Noodlink for technicians: radio, stations and checks.")
    {
        AirCommand.Create(),
        ModemCheckCommand.Create(),
        AirtimeCommand.Create(),
        StationNew.Create(),
        Send.Create(),
    };

    /// <summary>Parses and runs. Wrong use is told in plain words and gives 64.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count == 0)
        {
            // Ctrl-C and SIGTERM cancel the token; each command then has time to tidy up and give its own exit code.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
            });
        }

        foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
        await Console.Error.WriteLineAsync("Try: noodlink --help, or --help after a command.");
        return ExitCode.WrongUse;
    }
}
