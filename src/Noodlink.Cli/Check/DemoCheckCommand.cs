using System.CommandLine;
using System.Text.Json;

namespace Noodlink.Cli.Check;

/// <summary><c>noodlink demo-check</c>: what <c>deploy/demo.sh --check</c> does once the network runs.</summary>
internal static class DemoCheckCommand
{
    private static readonly Option<string> Wk1 = new("--wk1") { Description = "Screen of GR-WK1", Required = true };
    private static readonly Option<string> Ed1 = new("--ed1") { Description = "Screen of GR-ED1", Required = true };
    private static readonly Option<string> Hub = new("--hub") { Description = "Screen of GR-CWK", Required = true };

    private static readonly Option<FileInfo> Lan = new("--lan")
    {
        Description = "Where hang and resume are written: standard input of noodlink relay", Required = true,
    };

    private static readonly Option<string> Spool = new("--spool")
    {
        Description = "The meldkamer's folder", Required = true,
    };

    private static readonly Option<string> Examples = new("--examples")
    {
        Description = "The messages", Required = true,
    };

    private static readonly Option<double> Limit = new("--limit")
    {
        Description = "Seconds for the whole check", DefaultValueFactory = _ => 175,
    };

    public static Command Create()
    {
        var command = new Command(
            "demo-check", "Sends the examples through a running demonstration and tells whether each arrived once.")
        {
            Wk1, Ed1, Hub, Lan, Spool, Examples, Limit,
        };
        command.Hidden = true;
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        using var wk1 = Open(parsed.GetValue(Wk1)!);
        using var ed1 = Open(parsed.GetValue(Ed1)!);
        using var hub = Open(parsed.GetValue(Hub)!);
        using var limit = new CancellationTokenSource(
            TimeSpan.FromSeconds(parsed.GetValue(Limit)), TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var stations = new Dictionary<string, StationClient>(StringComparer.Ordinal)
        {
            ["GR-WK1"] = new(wk1), ["GR-ED1"] = new(ed1),
        };
        var check = new DemoCheck(
            stations, new StationClient(hub), line => Tell(parsed.GetValue(Lan)!, line), parsed.GetValue(Spool)!,
            TimeProvider.System, Console.WriteLine);
        try
        {
            return Report(check, await check.RunAsync(Example.ReadAll(parsed.GetValue(Examples)!), either.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return Report(check, [$"Not ready after {parsed.GetValue(Limit):0} s."]);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is CheckFailedException or HttpRequestException or IOException or JsonException)
        {
            return Report(check, [e.Message]);
        }
    }

    private static int Report(DemoCheck check, IReadOnlyList<string> faults)
    {
        CheckTable.Print(check.Sent);
        foreach (var fault in faults) Console.WriteLine($"WRONG: {fault}");
        Console.WriteLine(faults.Count == 0
            ? $"All {check.Sent.Count} messages arrived exactly once, unchanged, in the feed and for the meldkamer."
            : $"{faults.Count} faults.");
        return faults.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static HttpClient Open(string address) =>
        new() { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(10) };

    private static void Tell(FileInfo pipe, string line)
    {
        using var stream = new FileStream(
            pipe.FullName, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
    }
}
