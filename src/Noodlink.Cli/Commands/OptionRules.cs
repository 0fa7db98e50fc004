using System.CommandLine;
using System.CommandLine.Parsing;

namespace Noodlink.Cli.Commands;

/// <summary>Range rules for options, told in one sentence each.</summary>
internal static class OptionRules
{
    /// <summary>Adds the fault to the command's errors when the value (given or default) is not right.</summary>
    public static void Require<T>(this CommandResult result, Option<T> option, Func<T, bool> isRight, string fault)
    {
        if (result.TryGet(option, out var value) && value is not null && !isRight(value)) result.AddError(fault);
    }

    /// <summary>The value given or the default. False when it is not given, or no value of that kind at all: the
    /// parser says so itself, once the rules have had their turn.</summary>
    public static bool TryGet<T>(this CommandResult result, Option<T> option, out T? value)
    {
        value = default;
        if (result.GetResult(option) is not { } given || given.Errors.Any()) return false;
        try
        {
            value = given.GetValueOrDefault<T>();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Bandwidths are said in kHz or in Hz; no LoRa channel is narrower than 1 kHz.</summary>
    public static int Hertz(int bandwidth) => bandwidth is > 0 and < 1000 ? bandwidth * 1000 : bandwidth;
}
