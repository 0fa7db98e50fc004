using System.Globalization;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Clock;

/// <summary>What a program does while it should be quiet: processor time and lines in its log.</summary>
internal sealed class Burden
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    private readonly StationProgram _program;
    private readonly double _processorSeconds;
    private readonly int _lines;
    private readonly long _since = TimeProvider.System.GetTimestamp();

    private Burden(StationProgram program)
    {
        _program = program;
        _processorSeconds = ProcessorSeconds();
        _lines = Lines();
    }

    /// <summary>A timer storm keeps a core busy, or fills the log. A program that has just started is busy for a moment
    /// with itself, so one that is quiet a little later is quiet.</summary>
    public static Task QuietAsync(StationProgram program) => Wait.UntilAsync(
        $"{program.LogPath}: the program is quiet", 20,
        async () =>
        {
            var burden = new Burden(program);
            await Wait.PassAsync(1.5);
            return burden.IsQuiet();
        });

    private bool IsQuiet()
    {
        var seconds = TimeProvider.System.GetElapsedTime(_since).TotalSeconds;
        var busy = (ProcessorSeconds() - _processorSeconds) / seconds;
        var lines = Lines() - _lines;
        return busy < 0.5 && lines < 20 * seconds;
    }

    /// <summary>Fields 14 and 15 of /proc/PID/stat; the name, field 2, may hold spaces.</summary>
    private double ProcessorSeconds()
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{_program.Pid}/stat"));
        var afterName = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(afterName[11], CultureInfo.InvariantCulture) + long.Parse(afterName[12], CultureInfo.InvariantCulture))
            / TicksPerSecond;
    }

    private int Lines() => File.ReadLines(_program.LogPath).Count();
}
