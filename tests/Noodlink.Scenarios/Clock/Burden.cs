using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Clock;

/// <summary>What a program does while it should be quiet: the lines in its log.</summary>
/// <remarks>Not its processor time: under libfaketime a core is two thirds busy, jump or no jump. Seen per thread: .NET's
/// Timer, Finalizer and Kestrel Timer, each a third, in futex calls that return at once, 50,000 a second; none of our own
/// threads, and without the library the same program takes half a percent. libfaketime compares the deadlines of
/// pthread_cond_timedwait with its wall clock, and the runtime's are on the monotonic one. That our loop does no more
/// turns after a jump is shown in virtual time, in Station.Tests.</remarks>
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
