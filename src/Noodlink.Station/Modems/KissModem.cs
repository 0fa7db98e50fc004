using System.Globalization;
using System.Text;

namespace Noodlink.Station.Modems;

// KISS: one frame between two FENDs, command 0, carries our frame raw (no AX.25). Modems of three kinds speak it; what
// this one is shows in what it answers.
//
// Plain (any TNC; modems.md §5.1). There are no answers at all: no settings to read back, no "sent", no signal
// strength. So frequency, power and spreading factor are what the modem was given elsewhere, and a frame counts as sent
// when its computed time on air and a margin have passed. A hung modem cannot be told from a silent channel; what can be
// said after five frames without any sign is said (ModemConversation.Silence).
//
// Direwolf and whatever answers like it: SetHardware with the text "TNC:" is answered with a name, "TXBUF:" with the
// number of bytes that still wait inside. A frame has left when none wait any more.
//
// MeshCore's kiss_modem. It answers a ping, and from then on it is driven by MeshCoreModem, whole. This stays, though
// there is a dialect `meshcore` now: stations were set up with `kiss:`, and a board with that firmware that is driven as
// a plain one would send on its own channel with its own power. What answered once is never taken for a plain one
// again. One whose only answer gets lost at the very first opening is, so it is asked twice; who wants certainty
// writes `meshcore:`, which sends nothing without an answer.
//
// A TNC that is not in KISS mode echoes text and prompts "cmd:"; it is told KISS ON and RESTART. (Not before: KISS
// modems have no use for text, and the Return command FF would take a good one out of KISS mode.)
//
// Limits: 200 bytes. MeshCore takes 255, an AX.25 TNC 256; but every Noodlink frame fits every modem (radio.md §12),
// so a node with one kind of modem and a hub with another agree on what can travel.

/// <summary>The dialect <c>kiss</c>; see <see cref="IModemDialect"/> for the rules.</summary>
internal sealed class KissModem : IModemDialect
{
    /// <summary>Before an answer in text, so that it looks like no answer in hex.</summary>
    private const string TextMark = "=";

    private const string Unseen = "frequency, power and spreading factor are set in the modem itself";

    private readonly MeshCoreModem _meshCore;
    private readonly KissFraming _framing = new();
    private readonly List<KissFrame> _frames = [];
    private bool _wasMeshCore, _wasDirewolf, _isInCommandMode, _isHinted, _isRecognised;
    private volatile string _identity = "KISS";

    public KissModem(RadioSettings settings) => _meshCore = new MeshCoreModem(settings);

    public int FrameBytesMax => _meshCore.FrameBytesMax;

    public string Identity => _meshCore.HasAnswered ? _meshCore.Identity : _identity;

    public bool IsHalfRead => _meshCore.IsHoldingFrame || _framing.IsHoldingNoise;

    public ModemStep Heartbeat =>
        _meshCore.HasAnswered ? _meshCore.Heartbeat
        : WithParameters(_wasDirewolf ? Ask("TNC:", IsName) : Again);

    public ModemStep Resync =>
        _meshCore.HasAnswered ? _meshCore.Resync
        : _wasDirewolf ? Ask("TNC:", IsName)
        : new ModemStep("ending a half frame", new[] { KissFraming.FrameEnd, KissFraming.FrameEnd });

    /// <summary>To a plain modem; an answer would come from another that was put in its place.</summary>
    private static ModemStep Again =>
        WhatIsIt("ping", word => word is ModemWord.Answered ? false : null) with { SilenceIsAnAnswer = true };

    /// <summary>What may go wrong with these settings in this dialect; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings) => MeshCoreModem.Faults(settings);

    public TimeSpan TimeOnAir(int frameBytes) => _meshCore.TimeOnAir(frameBytes);

    public void Opened()
    {
        _framing.Reset();
        _meshCore.Opened();
        _isInCommandMode = _isHinted = _isRecognised = false;
    }

    public IEnumerable<ModemStep> Configure()
    {
        yield return new ModemStep("KISS parameters", KissFraming.Parameters());
        if (_isInCommandMode)
        {
            _isInCommandMode = false;
            yield return new ModemStep("KISS mode", "\rKISS ON\rRESTART\r"u8.ToArray());
            yield return new ModemStep("KISS parameters", KissFraming.Parameters());
        }

        foreach (var step in Recognise()) yield return step;
        if (_meshCore.HasAnswered)
        {
            foreach (var step in _meshCore.Settings()) yield return step;
            yield break;
        }

        if (!_wasDirewolf) _identity = $"plain KISS; {Unseen}";
    }

    public ModemSending Send(ReadOnlySpan<byte> frame)
    {
        if (_meshCore.HasAnswered) return _meshCore.Send(frame);
        var command = KissFraming.Encode(KissFraming.DataType, frame);
        return _wasDirewolf
            ? new ModemSending(command, NeedsAccepted: false, NeedsTransmitted: true, KissFraming.Margin,
                WhenLate: Ask("TXBUF:", BytesWait))
            : new ModemSending(command, NeedsAccepted: false, NeedsTransmitted: false, KissFraming.UsualWait);
    }

    public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
    {
        _framing.Read(bytes, _frames);
        TakeFrames(words);
    }

    public void Quiet(ICollection<ModemWord> words)
    {
        _framing.FlushNoise(_frames);
        TakeFrames(words);
        _meshCore.GiveHeld(words);
    }

    private void TakeFrames(ICollection<ModemWord> words)
    {
        foreach (var frame in _frames)
        {
            // MeshCore's answers begin with 80 or more.
            var isText = !frame.IsNoise && frame.Type == KissFraming.HardwareType && frame.Data.Length >= 3
                && frame.Data.All(value => value is >= 0x20 and < 0x7F);
            if (isText) TakeText(Encoding.ASCII.GetString(frame.Data), words);
            else if (frame.IsNoise && frame.Data.AsSpan().IndexOf("cmd:"u8) >= 0) TakePrompt(words);
            else TakeFrame(frame, words);
        }

        _frames.Clear();
    }

    private void TakeFrame(KissFrame frame, ICollection<ModemWord> words)
    {
        var wasKnown = _meshCore.HasAnswered;
        _meshCore.Take(frame, words);
        _wasMeshCore |= _meshCore.HasAnswered;
        if (wasKnown || _meshCore.HasAnswered || frame.Type != KissFraming.HardwareType || frame.IsNoise) return;

        // Nothing else has such words: its pong got lost. (It may also be noise, so it is only asked again.)
        if (!_isHinted && _isRecognised) words.Add(new ModemWord.Rebooted("it speaks like MeshCore's kiss_modem"));
        _isHinted = true;
    }

    private static void TakeText(string text, ICollection<ModemWord> words)
    {
        words.Add(new ModemWord.Answered(TextMark + text));
        if (WaitingBytes(TextMark + text) == 0) words.Add(new ModemWord.Transmitted(OnAir: true));
    }

    private void TakePrompt(ICollection<ModemWord> words)
    {
        _isInCommandMode = true;
        words.Add(new ModemWord.Rebooted("cmd:, so it is not in KISS mode"));
    }

    /// <summary>A modem that once answered and now is silent hangs; it has not become a plain one.</summary>
    private IEnumerable<ModemStep> Recognise()
    {
        if (_meshCore.HasAnswered) yield break;
        if (_wasMeshCore || _wasDirewolf)
        {
            yield return WhatIsIt("ping; if a plain KISS modem was put in its place, restart Noodlink", TakeNature);
            yield break;
        }

        for (var time = 0; time < (_isHinted ? 5 : 2) && !_wasMeshCore && !_wasDirewolf; time++)
            yield return WhatIsIt("ping", TakeNature) with { SilenceIsAnAnswer = true };
        _isRecognised = true;
        _isHinted = false;
    }

    private bool? TakeNature(ModemWord word)
    {
        if (word is ModemWord.Answered { Text: MeshCoreModem.Pong }) return true;
        if (IsName(word) is null) return null;
        _wasDirewolf = true;
        _identity = $"{((ModemWord.Answered)word).Text[1..]} (KISS); {Unseen}";
        return true;
    }

    /// <summary>Both questions at once, and MeshCore's last: to it the other is an unknown command, whose error comes
    /// before the answer that ends the step.</summary>
    private static ModemStep WhatIsIt(string what, Func<ModemWord, bool?> judge) => new(
        what, (byte[])[.. Text("TNC:"), .. MeshCoreModem.Hardware(MeshCoreModem.Ping)], judge);

    /// <summary>Nobody is told when it restarts and forgets them.</summary>
    private static ModemStep WithParameters(ModemStep step) =>
        step with { Command = (byte[])[.. KissFraming.Parameters(), .. step.Command.Span] };

    private static ModemStep Ask(string question, Func<ModemWord, bool?> judge) => new(question, Text(question), judge);

    /// <summary>Any text that is no other answer: <c>DIREWOLF 1.7</c>.</summary>
    private static bool? IsName(ModemWord word) =>
        word is ModemWord.Answered { Text: ['=', .. { Length: >= 2 }] text } && WaitingBytes(text) is null
            ? true : null;

    /// <summary>Bytes that wait are no proof that it is well: nobody knows for what they wait.</summary>
    private static bool? BytesWait(ModemWord word) =>
        word is ModemWord.Answered answered && WaitingBytes(answered.Text) is not null ? false : null;

    private static int? WaitingBytes(string text) =>
        text.StartsWith(TextMark + "TXBUF:", StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    private static byte[] Text(string text) => KissFraming.Encode(KissFraming.HardwareType, Encoding.ASCII.GetBytes(text));
}
