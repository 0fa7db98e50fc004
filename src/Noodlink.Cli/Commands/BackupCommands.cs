using System.CommandLine;
using System.Text.Json;
using Noodlink.Station.Queue;

namespace Noodlink.Cli.Commands;

/// <summary>What <c>noodlink backup --json</c> and <c>noodlink restore --json</c> print.</summary>
/// <param name="NextNumber">Restore: the first number that the station will give out.</param>
internal sealed record BackupReport(
    string File, long Bytes, string? Station, DateTimeOffset MadeAt, long Messages, uint HighestNumber, uint? NextNumber,
    IReadOnlyList<BackupEntry> Files);

/// <summary><c>noodlink backup</c> and <c>noodlink restore</c>.</summary>
internal static class BackupCommands
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "The data directory of the station (Station:DataDirectory)", Required = true,
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "The file to make, outside the data directory; an older one is replaced when the new one is whole",
        Required = true,
    };

    private static readonly Option<string?> Config = new("--config")
    {
        Description = "Also take along this node.json or hub.json and the files it names: keys, passwords, stations",
    };

    private static readonly Option<string> From = new("--from") { Description = "The backup", Required = true };

    private static readonly Option<bool> Json = new("--json") { Description = "For programs" };

    public static Command CreateBackup()
    {
        var command = new Command(
            "backup",
            "Makes a backup of a station's data in one file, while the program runs or not. The file holds what people "
            + "told about others, and keys: keep it as you keep the keys. Run it as the user of the program.")
        {
            Data, To, Config, Json,
        };
        command.SetAction(Backup);
        return command;
    }

    public static Command CreateRestore()
    {
        var command = new Command(
            "restore",
            "Checks a backup and puts it in a data directory that is empty or not there yet. Numbers that may have been "
            + "given out since are skipped. Run it as the user of the program.")
        {
            From, Data, Json,
        };
        command.SetAction(Restore);
        return command;
    }

    private static int Backup(ParseResult parsed) => Carefully(() =>
    {
        var bar = new SlowBar("backup", TimeProvider.System);
        var target = parsed.GetValue(To)!;
        var config = parsed.GetValue(Config);
        var list = StationBackup.Make(parsed.GetValue(Data)!, config, target, TimeProvider.System, bar.Show);
        bar.End();
        Tell(parsed, target, list, next: null);
        if (parsed.GetValue(Json)) return;
        Console.WriteLine("It holds what people told about others, and keys: keep it as you keep the keys.");
        if (config is null) Console.WriteLine("The configuration is not in it (--config FILE takes it along, with keys and passwords).");
        Console.WriteLine("Not in it: the folder for the meldkamer, and damaged files that were set aside.");
    });

    private static int Restore(ParseResult parsed) => Carefully(() =>
    {
        var source = parsed.GetValue(From)!;
        var directory = parsed.GetValue(Data)!;
        var (list, next) = StationBackup.Restore(source, directory, TimeProvider.System);
        Tell(parsed, source, list, next);
        if (parsed.GetValue(Json)) return;
        Console.WriteLine($"It stands in {directory}. The next number is {next}: numbers given out after the backup are skipped.");
        if (list.Files.Any(entry => entry.Name.StartsWith("settings/", StringComparison.Ordinal)))
            Console.WriteLine($"Configuration and keys are in {directory}/settings: bring them to where they belong.");
    });

    private static void Tell(ParseResult parsed, string file, BackupList list, uint? next)
    {
        var report = new BackupReport(
            file, new FileInfo(file).Length, list.Station, list.MadeAt, list.Messages, list.HighestNumber, next, list.Files);
        if (parsed.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(report, CliJson.Readable.BackupReport));
            return;
        }

        Console.WriteLine(
            $"{file}: {report.Bytes} bytes, {list.Station ?? "a station"}, {list.Messages} messages, "
            + $"made {list.MadeAt:yyyy-MM-dd HH:mm:ss zzz}");
        foreach (var entry in list.Files) Console.WriteLine($"  {entry.Name}  {entry.Bytes} bytes");
    }

    private static int Carefully(Action work)
    {
        try
        {
            work();
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is DirectoryInUseException or FileNotFoundException or DirectoryNotFoundException
                                          or UnauthorizedAccessException)
        {
            return Failed(fault, ExitCode.Unavailable);
        }
        catch (Exception fault) when (fault is JsonException or NewerFileException)
        {
            return Failed(fault, ExitCode.WrongConfiguration);
        }
        catch (Exception fault) when (fault is BackupFaultException or IOException)
        {
            return Failed(fault, ExitCode.Failed);
        }
    }

    private static int Failed(Exception fault, int code)
    {
        Console.Error.WriteLine(fault.Message);
        return code;
    }
}
