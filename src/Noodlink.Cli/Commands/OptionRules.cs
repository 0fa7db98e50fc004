using System.CommandLine;
using System.CommandLine.Parsing;

namespace Noodlink.Cli.Commands;

/// <summary>Range rules for options, told in one sentence each.</summary>
internal static class OptionRules
{
    /// <summary>Adds the fault to the command's errors when the value (given or default) is not right.</summary>
    public static void Require<T>(this CommandResult result, Option<T> option, Func<T, bool> isRight, string fault)
    {
        if (result.GetResult(option) is not { } given || given.Errors.Any()) return;
        try
        {
            if (given.GetValueOrDefault<T>() is { } value && !isRight(value)) result.AddError(fault);
        }
        catch (InvalidOperationException)
        {
            // Not a number at all: the parser says so itself, once the rules have had their turn.
        }
    }

    /// <summary>Bandwidths are said in kHz or in Hz; no LoRa channel is narrower than 1 kHz.</summary>
    public static int Hertz(int bandwidth) => bandwidth is > 0 and < 1000 ? bandwidth * 1000 : bandwidth;
}
