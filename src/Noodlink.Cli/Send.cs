using System.CommandLine;
using System.CommandLine.Parsing;
using Noodlink.Cli.Commands;
using Noodlink.Station.Dutch;

namespace Noodlink.Cli;

/// <summary><c>noodlink send</c>: hands in a message at a station and follows it.</summary>
internal static class Send
{
    /// <summary>Harmless wherever it ends up: a Test goes to nobody but the coördinatiepunt's own screen and folder.
    /// </summary>
    internal static string TestMessage => $$"""
        {
          "kind": "Alarm", "status": "Test", "services": ["Unsure"], "type": "Other", "dangerToLife": "No",
          "location": { "kind": "Here", "certainty": "Certain" },
          "text": "{{Words.Settings_TestOfTechnician}}"
        }
        """;

    private static readonly Option<string> Url = new("--url")
    {
        Description = "Where the station's screen is, such as http://127.0.0.1:5081", Required = true,
    };

    private static readonly Option<string?> MessageFile = new("--file")
    {
        Description = "The message as JSON; without it a noodmelding with status Test is sent",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON object at the end instead of a line per state",
    };

    private static readonly Option<double> Timeout = new("--timeout")
    {
        Description = "Seconds to wait until the coördinatiepunt has it", DefaultValueFactory = _ => 60,
    };

    public static Command Create()
    {
        var command = new Command(
            "send",
            "Hands in a message and prints each state as it is reached, until the coördinatiepunt has it (exit 0), "
            + "or it is refused or the time is over (exit 1).")
        {
            Url, MessageFile, Json, Timeout,
        };
        command.Validators.Add(Validate);
        command.SetAction(RunAsync);
        return command;
    }

    private static void Validate(CommandResult result)
    {
        if (result.GetResult(Url) is { } url && !url.Errors.Any()
            && !(Uri.TryCreate(url.GetValueOrDefault<string>(), UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https"))
            result.AddError("--url must be a web address such as http://127.0.0.1:5081");
        if (result.GetResult(MessageFile) is { Implicit: false } file && !File.Exists(file.GetValueOrDefault<string>()))
            result.AddError($"--file {file.GetValueOrDefault<string>()} is not there");
        result.Require(Timeout, value => value is > 0 and <= 86_400, "--timeout must be above 0, at most 86400 seconds");
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var file = parsed.GetValue(MessageFile);
        var body = file is null ? TestMessage : await File.ReadAllTextAsync(file, stop);
        using var http = new HttpClient
        {
            BaseAddress = new Uri(parsed.GetValue(Url)!), Timeout = TimeSpan.FromSeconds(15),
        };
        var pursuit = new Pursuit(http, TimeProvider.System, Console.Out, Console.Error, parsed.GetValue(Json));
        try
        {
            return await pursuit.RunAsync(body, TimeSpan.FromSeconds(parsed.GetValue(Timeout)), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Failed; // Ctrl-C: the message is on its way, only nobody looks any more
        }
    }
}
