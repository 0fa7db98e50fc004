using Noodlink.Protocol;

namespace Noodlink.Station.Modems;

// A banner means that the modem restarted and must be set up again, at once: it may stand on a forbidden frequency.
// Boot texts have many lines, though, and some firmware writes a line of log for every command. Setting up at each
// line, with each command of that answered by a line, is a circle without a pause that fills the serial line and a
// processor. So the first line is believed at once, and what follows within the pause makes one more beginning, when
// it is over.

internal sealed partial class ModemConversation
{
    /// <summary>Between two beginnings because of a banner. Chosen: longer than a boot text takes at 9600 baud, and a
    /// tenth of the 5 s in which a modem that was plugged in again must work.</summary>
    public static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(500);

    private Instant? _restartedAt;
    private string? _restartWaits;

    private void Restarted(string banner, Instant now)
    {
        var why = $"it restarted ('{banner}'), setting it up again";
        EndSending(onAir: false, "the modem restarted");
        if (_restartedAt is not { } before || now >= before + RestartPause)
        {
            _restartedAt = now;
            Configure(why, now);
            return;
        }

        _phase = Phase.Configuring;
        _plan = null;
        _step = null;
        _restartWaits = why;
        _retryAt = before + RestartPause;
        SetStatus(ready: false, why);
    }

    private void TryAgain(Instant now)
    {
        var why = _restartWaits ?? "trying its settings again";
        if (_restartWaits is not null) _restartedAt = now;
        Configure(why, now);
    }
}
