namespace Noodlink.Scenarios.Clock;

/// <summary>A test that needs a clock of its own for each program. Visibly skipped where the library for it is not
/// installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClockFactAttribute : FactAttribute
{
    public ClockFactAttribute()
    {
        if (WallClock.Library is null) Skip = "libfaketime is not installed (Debian: apt-get install libfaketime).";
    }
}
