using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Modems;
using Spectre.Console;

namespace Noodlink.Cli.Commands;

/// <summary><c>noodlink modem check</c>: is the modem there, is it set as it should be, does it reach the other
/// side.</summary>
internal static class ModemCheckCommand
{
    private static readonly Argument<string> Address = new("URI")
    {
        Description = "As Radio:Modem: rylr998:/dev/ttyUSB0, kiss:/dev/ttyACM0?baud=9600, kiss+tcp://host:port. Kinds: "
            + string.Join(", ", ModemCatalogue.Kinds.Select(kind => kind.Scheme)),
    };

    private static readonly Option<int?> Send = new("--send")
    {
        Description = "Send this many small frames, 1..1000, and wait for each answer of a "
            + "'modem check --listen' elsewhere",
    };

    private static readonly Option<int> Bytes = new("--bytes") { Description = "Length of those frames, up to 200" };

    private static readonly Option<bool> Listen = new("--listen")
    {
        Description = "Print what is heard and answer a 'modem check --send' elsewhere, until Ctrl-C or --seconds",
    };

    private static readonly Option<int?> Seconds = new("--seconds") { Description = "How long to listen" };

    private static readonly Option<int> Frequency = new("--frequency-hz")
    {
        Description = "Radio:FrequencyHz", DefaultValueFactory = _ => 869_525_000,
    };

    private static readonly Option<int> SpreadingFactor = new("--sf")
    {
        Description = "Radio:SpreadingFactor", DefaultValueFactory = _ => 9,
    };

    private static readonly Option<int> Bandwidth = new("--bw")
    {
        Description = "Radio:BandwidthHz, or in kHz", DefaultValueFactory = _ => 125_000,
    };

    private static readonly Option<int> CodingRate = new("--cr")
    {
        Description = "Radio:CodingRate", DefaultValueFactory = _ => 5,
    };

    private static readonly Option<int> Power = new("--power")
    {
        Description = "Radio:PowerDbm", DefaultValueFactory = _ => 14,
    };

    private static readonly Option<double> DutyCycle = new("--duty-cycle")
    {
        Description = "Radio:DutyCyclePercent", DefaultValueFactory = _ => 10,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "For programs" };

    public static Command Create()
    {
        var check = new Command(
            "check", "Opens a modem, sets it and reads it back, checks the band plan, sends or listens.")
        {
            Address, Send, Bytes, Listen, Seconds,
            Frequency, SpreadingFactor, Bandwidth, CodingRate, Power, DutyCycle, Json,
        };
        check.Validators.Add(Validate);
        check.SetAction(RunAsync);
        return new Command("modem", "Radio modems.") { check };
    }

    private static void Validate(CommandResult result)
    {
        result.Require(Send, value => value is null or (>= 1 and <= 1000), "--send must be 1..1000");
        result.Require(Bytes, value => value is >= 0 and <= 200, "--bytes must be 1..200");
        result.Require(Seconds, value => value is null or (>= 1 and <= 86_400), "--seconds must be 1..86400");
        if (result.TryGet(Send, out var count) && count is not null && result.GetValue(Listen))
            result.AddError("--send and --listen exclude each other: one side sends, the other listens");
        var address = result.GetValue(Address);
        if (address is null) return;
        var faults = new List<string>();
        if (ModemAddress.Parse(address, faults) is null && faults.Count == 0)
            faults.Add("'none' is no modem: there is nothing to check");
        foreach (var fault in faults) result.AddError(fault);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var address = parsed.GetRequiredValue(Address);
        var settings = new RadioSettings(
            parsed.GetValue(Frequency), parsed.GetValue(SpreadingFactor), OptionRules.Hertz(parsed.GetValue(Bandwidth)),
            parsed.GetValue(CodingRate), parsed.GetValue(Power), parsed.GetValue(DutyCycle));
        var faults = ModemCatalogue.Faults(address, settings);
        if (faults.Count > 0)
        {
            foreach (var fault in faults) await Console.Error.WriteLineAsync(fault);
            return ExitCode.WrongConfiguration;
        }

        // The driver waits for a device that may still be plugged in; somebody at a command line wants to know now.
        if (ModemAddress.Parse(address, faults: []) is { Port: 0 } device && !File.Exists(device.Place))
        {
            await Console.Error.WriteLineAsync(
                $"{device.Place}: not there; is the modem plugged in? Try ls /dev/serial/by-id");
            return ExitCode.Unavailable;
        }

        var modem = ModemCatalogue.Create(address, settings, TimeProvider.System, NullLogger.Instance)!;
        if (parsed.GetValue(Bytes) > modem.FrameBytesMax)
        {
            await modem.DisposeAsync();
            await Console.Error.WriteLineAsync($"--bytes must be 1..{modem.FrameBytesMax} with this modem");
            return ExitCode.WrongUse;
        }

        await using var check = new ModemCheck(modem, settings, TimeProvider.System);
        var screen = new ModemCheckScreen(parsed.GetValue(Json));
        var isReady = await screen.WaitAsync($"opening {address}", () => check.BecomesReadyAsync(cancel));
        var report = new ModemCheckReport(
            address, isReady, check.Status.Detail,
            BandPlan.Find(settings.FrequencyHz, settings.BandwidthHz)!.ToString(),
            modem.TimeOnAir(51).TotalMilliseconds, modem.TimeOnAir(modem.FrameBytesMax).TotalMilliseconds);
        if (!isReady)
        {
            screen.Show(report);
            return ExitCode.Unavailable;
        }

        if (parsed.GetValue(Send) is { } count)
            report = report with
            {
                Send = await screen.CountAsync("sending", count,
                    progress => check.SendAsync(count, parsed.GetValue(Bytes), progress, cancel)),
            };
        if (parsed.GetValue(Listen)) report = report with { Listen = await ListenAsync(check, screen, parsed, cancel) };
        screen.Show(report);
        return report.Send is { Answered: 0 } ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<ListenReport> ListenAsync(
        ModemCheck check, ModemCheckScreen screen, ParseResult parsed, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (parsed.GetValue(Seconds) is { } seconds) limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        screen.Say($"listening; {check.Status.Detail}; Ctrl-C ends");
        return await check.ListenAsync(screen.Heard, limit.Token);
    }
}
