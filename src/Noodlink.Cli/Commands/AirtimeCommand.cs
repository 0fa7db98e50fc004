using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Noodlink.Protocol.Radio;
using Spectre.Console;

namespace Noodlink.Cli.Commands;

/// <summary><c>noodlink airtime</c>: time on air and frames per hour allowed.</summary>
internal static class AirtimeCommand
{
    private static readonly Option<int> SpreadingFactor = new("--sf")
    {
        Description = "Spreading factor, 7..12", DefaultValueFactory = _ => 9,
    };

    private static readonly Option<int> Bandwidth = new("--bw")
    {
        Description = "Bandwidth in kHz or Hz", DefaultValueFactory = _ => 125,
    };

    private static readonly Option<int> CodingRate = new("--cr")
    {
        Description = "Coding rate, 5..8 for 4/5 to 4/8", DefaultValueFactory = _ => 5,
    };

    private static readonly Option<int> Preamble = new("--preamble")
    {
        Description = "Preamble in symbols: 8 in most modems, 12 in the RYLR998", DefaultValueFactory = _ => 8,
    };

    private static readonly Option<int[]> Bytes = new("--bytes")
    {
        Description = "Bytes on air, 1..255; several allowed. A receipt is 24, the core of a noodmelding 51",
        DefaultValueFactory = _ => [24, 51, 110, 200], AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Frequency = new("--frequency-hz")
    {
        Description = "Decides the duty cycle allowed", DefaultValueFactory = _ => 869_525_000,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "For programs" };

    public static Command Create()
    {
        var command = new Command("airtime", "How long a frame is on air, and how many an hour allows.")
        {
            SpreadingFactor, Bandwidth, Bytes, CodingRate, Preamble, Frequency, Json,
        };
        command.Validators.Add(Validate);
        command.SetAction(Run);
        return command;
    }

    private static void Validate(CommandResult result)
    {
        result.Require(SpreadingFactor,
            value => value is >= Airtime.SpreadingFactorMin and <= Airtime.SpreadingFactorMax,
            $"--sf must be {Airtime.SpreadingFactorMin}..{Airtime.SpreadingFactorMax}");
        result.Require(Bandwidth,
            value => OptionRules.Hertz(value) is >= Airtime.BandwidthHzMin and <= Airtime.BandwidthHzMax,
            $"--bw must be {Airtime.BandwidthHzMin}..{Airtime.BandwidthHzMax} Hz (or the same in kHz)");
        result.Require(CodingRate, value => value is >= 5 and <= 8, "--cr must be 5..8");
        result.Require(Preamble, value => value is >= 6 and <= 65_535, "--preamble must be 6..65535");
        result.Require(Bytes,
            value => value.Length > 0 && Array.TrueForAll(value, one => one is >= 1 and <= Airtime.PayloadBytesMax),
            $"--bytes must be 1..{Airtime.PayloadBytesMax}");
    }

    private static int Run(ParseResult parsed)
    {
        var spreadingFactor = parsed.GetValue(SpreadingFactor);
        var bandwidthHz = OptionRules.Hertz(parsed.GetValue(Bandwidth));
        var codingRate = parsed.GetValue(CodingRate);
        var preamble = parsed.GetValue(Preamble);
        var frequencyHz = parsed.GetValue(Frequency);
        if (BandPlan.Find(frequencyHz, bandwidthHz) is not { } band)
        {
            Console.Error.WriteLine(BandPlan.Faults(frequencyHz, bandwidthHz, powerDbm: 0, dutyCyclePercent: 0.1)[0]);
            return ExitCode.WrongConfiguration;
        }

        var rows = parsed.GetValue(Bytes)!.Select(bytes =>
        {
            var onAir = Airtime.Of(bytes, spreadingFactor, bandwidthHz, codingRate, preamble);
            return new AirtimeRow(
                bytes, Math.Round(onAir.TotalMilliseconds, 3), PerHour(onAir, band.DutyCyclePercentMax));
        }).ToArray();

        if (parsed.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new AirtimeTable(
                    spreadingFactor, bandwidthHz, codingRate, preamble, band.Name, band.DutyCyclePercentMax, rows),
                CliJson.Readable.AirtimeTable));
            return ExitCode.Done;
        }

        var table = new Table()
            .AddColumns("bytes on air", "time on air", $"frames per hour at {band.DutyCyclePercentMax} %");
        foreach (var column in table.Columns) column.RightAligned();
        foreach (var row in rows) table.AddRow($"{row.Bytes}", $"{row.Milliseconds:0.0} ms", $"{row.FramesPerHour}");
        AnsiConsole.WriteLine(
            $"SF{spreadingFactor}, {bandwidthHz / 1e3:0.##} kHz, 4/{codingRate}, preamble {preamble}, "
            + $"in {band.Name} MHz");
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    /// <summary>Whole frames within the share of 3600 s that one transmitter has.</summary>
    private static int PerHour(TimeSpan onAir, double dutyCyclePercent) =>
        (int)(TimeSpan.FromSeconds(36 * dutyCyclePercent).Ticks / onAir.Ticks);
}
