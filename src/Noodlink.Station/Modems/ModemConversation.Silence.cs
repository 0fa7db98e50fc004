namespace Noodlink.Station.Modems;

// Mute modems: no answer to anything, so a hung one looks exactly like a good one on a quiet channel. What can be told
// apart is a channel on which nobody ever answers: five frames that somebody should answer went out (as far as anybody
// knows) and nothing at all came in since. (A beacon or a receipt is answered by nobody, and does not count.) Then the status says so, for a person to look at the plug and the settings, and the line is opened
// again, which helps where the other end of a USB cable or a serial server hangs.
//
// It may as well be that the others are switched off, so the line is opened again after 5, 10, 20, 40 and 80 frames and
// then after each 80: every opening is a second or two in which nothing would be heard. The status stays until the first
// thing that is heard.

internal sealed partial class ModemConversation
{
    /// <summary>Issue: "5 unanswered frames and nothing heard".</summary>
    public const int SilenceFrames = 5;

    private const int SilenceFramesMax = 80;

    private int _unheard, _reopenAtUnheard = SilenceFrames;

    /// <summary>Frames went out, and for long nothing came in.</summary>
    private bool IsSilent => _unheard >= SilenceFrames;

    private string SilenceDetail => !IsSilent ? ""
        : $"; silent: {_unheard} frames sent and nothing heard since. Is its radio on, with the settings of the others?";

    /// <summary>Nothing is known of a modem that does not even answer its heartbeat.</summary>
    private bool IsMute => _dialect.Heartbeat is { Judge: null } or { SilenceIsAnAnswer: true };

    private void SentIntoSilence()
    {
        if (!IsMute) return;
        _unheard++;
        if (!IsSilent) return;
        if (_unheard < _reopenAtUnheard)
        {
            SetStatus(Status.Ready, _dialect.Identity);
            return;
        }

        _reopenAtUnheard = _unheard + Math.Min(_unheard, SilenceFramesMax);
        Reopen("it is silent");
    }

    /// <summary>It said something that is not noise.</summary>
    private void HeardSomething()
    {
        var wasSilent = IsSilent;
        _unheard = 0;
        _reopenAtUnheard = SilenceFrames;
        if (wasSilent && Status.Ready) SetStatus(ready: true, _dialect.Identity);
    }
}
