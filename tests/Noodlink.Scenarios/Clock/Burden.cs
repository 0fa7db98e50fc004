using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Clock;

/// <summary>What a program does while it should be quiet: the lines in its log.</summary>
/// <remarks>Not its processor time: under libfaketime the runtime's own waits return at once after a jump, and a core is
/// busy with that. That our loop does no more turns after a jump is shown in virtual time, in Station.Tests.</remarks>
internal sealed class Burden
{
    private readonly StationProgram _program;
    private readonly int _lines;
    private readonly long _since = TimeProvider.System.GetTimestamp();

    public Burden(StationProgram program)
    {
        _program = program;
        _lines = Lines();
    }

    /// <summary>A timer storm would fill the log.</summary>
    public void CheckQuiet()
    {
        var seconds = TimeProvider.System.GetElapsedTime(_since).TotalSeconds;
        var lines = Lines() - _lines;
        Assert.True(lines < 20 * seconds, $"{_program.LogPath}: {lines} lines in {seconds:0.0} s");
    }

    private int Lines() => File.ReadLines(_program.LogPath).Count();
}
