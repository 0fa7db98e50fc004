using System.Globalization;

namespace Noodlink.Benchmarks.Measures;

/// <summary>One number that was seen, and what it should have been.</summary>
/// <param name="Target">As in the issue's table; null: measured for comparison.</param>
/// <param name="Met">Null where there is no target.</param>
internal sealed record Figure(string Name, double Value, string Unit, string? Target = null, bool? Met = null)
{
    public static Figure Seen(string name, double value, string unit) => new(name, value, unit);

    public static Figure AtMost(string name, double value, string unit, double limit) =>
        new(name, value, unit, $"at most {limit:0.##} {unit}", value <= limit);

    public static Figure AtLeast(string name, double value, string unit, double limit) =>
        new(name, value, unit, $"at least {limit:0.##} {unit}", value >= limit);

    public override string ToString()
    {
        var value = Value.ToString(Math.Abs(Value) >= 100 ? "N0" : "0.00", CultureInfo.InvariantCulture);
        var verdict = Met switch { true => "  ok", false => "  MISSED", null => "" };
        return $"{Name,-62} {value,9} {Unit}{(Target is null ? "" : $"  ({Target})")}{verdict}";
    }
}
