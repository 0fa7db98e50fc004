using System.CommandLine;
using System.Runtime.InteropServices;
using Noodlink.Cli.Air;
using Noodlink.Cli.Check;
using Noodlink.Cli.Commands;
using Noodlink.Cli.Relay;

namespace Noodlink.Cli;

/// <summary>The technician's command line <c>noodlink</c>: one line here for each command, one file for
/// each.</summary>
internal static class CommandLine
{
    private static RootCommand Create() => new("Noodlink for technicians: radio, stations and checks.")
    {
        AirCommand.Create(),
        RelayCommand.Create(),
        DemoCheckCommand.Create(),
        ModemCheckCommand.Create(),
        AirtimeCommand.Create(),
        StationNew.Create(),
        BackupCommands.CreateBackup(),
        BackupCommands.CreateRestore(),
        Send.Create(),
        GazetteerCommands.Create(),
    };

    /// <summary>Parses and runs. Wrong use is told in plain words and gives 64.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count == 0) return await RunAsync(parsed);
        foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
        await Console.Error.WriteLineAsync("Try: noodlink --help, or --help after a command.");
        return ExitCode.WrongUse;
    }

    /// <summary>The first Ctrl-C or SIGTERM asks the command to tidy up and give its own exit code; the second ends
    /// it. The library's own handling is switched off: a signal that comes while a command starts ends it at
    /// once.</summary>
    private static async Task<int> RunAsync(ParseResult parsed)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }
}
