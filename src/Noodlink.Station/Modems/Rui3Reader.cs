using System.Buffers;
using System.Globalization;
using System.Text;

namespace Noodlink.Station.Modems;

// What a RUI3 module says, line by line (see Rui3Modem for the conversation and the sources).
//
// Lines end with CR or LF. What repeats our own command is an echo and means nothing. Three kinds need memory. A value ("AT+CAD=1") is kept until its status comes and then told
// in its place. A received frame of older firmware stands on two lines. And a banner is only complete with its last line,
// or with a silence. AT_BUSY_ERROR means two things: to a frame, that somebody else sends; to a setting, that the module
// is receiving.

/// <summary>Takes the bytes of a RUI3 module in pieces of any size. Any bytes are fine; none throws. One thread at a
/// time.</summary>
internal sealed class Rui3Reader
{
    public const string Busy = "AT_BUSY_ERROR";

    /// <summary>The longest event: 255 bytes in hex and what stands before them, and room.</summary>
    private const int LineBytesMax = 640;

    /// <summary>So often in a row it is no longer a channel that is busy, but a module that is stuck: at least 15 s at the
    /// pace in which frames are offered again.</summary>
    private const int BusyMax = 100;

    private static readonly string[] Refusals =
    [
        "AT_ERROR", "AT_PARAM_ERROR", Busy, "AT_TEST_PARAM_OVERFLOW", "AT_NO_CLASSB_ENABLE", "AT_NO_NETWORK_JOINED",
        "AT_RX_ERROR", "AT_MODE_NO_SUPPORT", "AT_COMMAND_NOT_FOUND", "AT_UNSUPPORTED_BAND",
    ];

    private readonly List<byte> _line = [];
    private string? _asked, _held, _banner;
    private (int? RssiDbm, int? SnrDb)? _signal;
    private bool _isTooLong, _isOffered;
    private int _timesBusy;

    public bool IsHalfRead => _line.Count > 0 || _held is not null || _signal is not null || _banner is not null;

    /// <summary>A command is on its way: the next status is its.</summary>
    /// <param name="command">As an echo would repeat it.</param>
    /// <param name="isFrame">It gives a frame to the air.</param>
    public void Asked(string command, bool isFrame = false)
    {
        _held = null;
        _asked = command;
        _isOffered = isFrame;
    }

    /// <summary>It will be set up from the beginning: what came before explains nothing any more.</summary>
    public void Restarted() => _timesBusy = 0;

    public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
    {
        foreach (var value in bytes)
        {
            if (value is (byte)'\r' or (byte)'\n') EndLine(words);
            else if (_line.Count >= LineBytesMax) _isTooLong = true;
            else if (value is >= 0x20 and < 0x7F) _line.Add(value);
        }
    }

    public void Quiet(ICollection<ModemWord> words)
    {
        if (_line.Count > 0) words.Add(new ModemWord.Noticed($"{_line.Count} bytes of a line that stopped half way"));
        if (_held is not null) words.Add(new ModemWord.Answered(_held));
        if (_signal is not null) words.Add(new ModemWord.Noticed("a frame without its bytes"));
        if (_banner is not null) words.Add(new ModemWord.Rebooted(_banner));
        Forget();
    }

    /// <summary>What was half read belongs to the past.</summary>
    public void Forget()
    {
        _line.Clear();
        _isTooLong = false;
        _held = _banner = null;
        _signal = null;
    }

    private void EndLine(ICollection<ModemWord> words)
    {
        // Behind the status of a command some firmware prints a prompt.
        var line = Encoding.ASCII.GetString([.. _line]).Trim().TrimStart('>', ' ');
        _line.Clear();
        if (_isTooLong)
        {
            _isTooLong = false;
            words.Add(new ModemWord.Noticed($"a line of more than {LineBytesMax} bytes"));
            return;
        }

        // An event may come in the middle of a line, or right behind one that did not end.
        var mark = line.IndexOf("+EVT:", StringComparison.Ordinal);
        if (mark > 0) Understand(line[..mark].TrimEnd(), words);
        if (line.Length > 0) Understand(line[Math.Max(0, mark)..], words);
    }

    private void Understand(string line, ICollection<ModemWord> words)
    {
        if (line.Equals(_asked, StringComparison.OrdinalIgnoreCase))
        {
            words.Add(new ModemWord.Noticed("an echo"));
        }
        else if (line.StartsWith("+EVT:", StringComparison.Ordinal))
        {
            TakeEvent(line[5..], words);
        }
        else if (line == "OK")
        {
            words.Add(_held is { } value ? new ModemWord.Answered(value) : new ModemWord.Accepted());
            _held = null;
            if (_isOffered) _timesBusy = 0;
            _isOffered = false;
        }
        else if (Refusals.Contains(line))
        {
            // To a frame it means that somebody else sends; to a setting, that the module receives.
            var isChannel = line == Busy && _isOffered && ++_timesBusy < BusyMax;
            words.Add(isChannel ? new ModemWord.ChannelBusy(line) : new ModemWord.Refused(line));
            _held = null;
            _isOffered = false;
        }
        else if (line.StartsWith("RAKwireless ", StringComparison.Ordinal))
        {
            _banner = line;
        }
        else if (line.StartsWith("Current Work Mode:", StringComparison.Ordinal))
        {
            words.Add(new ModemWord.Rebooted(_banner ?? line));
            Forget();
        }
        else if (line.StartsWith("at+recv=", StringComparison.OrdinalIgnoreCase))
        {
            TakeOldest(line[8..], words);
        }
        else if (IsValue(line))
        {
            _held = line;
        }
        else if (line is ['V', >= '0' and <= '9', ..])
        {
            words.Add(new ModemWord.Answered($"AT+VER={line}, which is older than RUI3: update it"));
        }
        else
        {
            words.Add(new ModemWord.Noticed(line));
        }
    }

    /// <summary>What stands behind <c>+EVT:</c>.</summary>
    private void TakeEvent(string text, ICollection<ModemWord> words)
    {
        if (text is "TXP2P DONE" or "TXP2P_DONE")
        {
            words.Add(new ModemWord.Transmitted(OnAir: true));
        }
        else if (text.StartsWith("RXP2P:", StringComparison.Ordinal) && text[6..].Split(':') is [var rssi, var snr, var hex])
        {
            TakeFrame(hex, (Number(rssi), Number(snr)), text, words);
        }
        else if (text.StartsWith("RXP2P, ", StringComparison.Ordinal) && text[7..].Split(',') is [var first, var second])
        {
            // Before 3.2 the bytes stand on the next line.
            _signal = (Number(first), Number(second));
        }
        else if (_signal is { } signal)
        {
            _signal = null;
            TakeFrame(text, signal, text, words);
        }
        else
        {
            words.Add(new ModemWord.Noticed(text));
        }
    }

    /// <summary>RUI2: <c>rssi,snr,length:hex</c>.</summary>
    private static void TakeOldest(string text, ICollection<ModemWord> words)
    {
        var hex = text[(text.LastIndexOfAny([':', ',']) + 1)..];
        var numbers = text.Split(',');
        TakeFrame(hex, (Number(numbers[0]), numbers.Length > 1 ? Number(numbers[1]) : null), text, words);
    }

    private static void TakeFrame(
        string hex, (int? RssiDbm, int? SnrDb) signal, string text, ICollection<ModemWord> words)
    {
        var bytes = new byte[hex.Length / 2];
        var isWhole = bytes.Length > 0
            && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done && hex.Length % 2 == 0;
        words.Add(isWhole
            ? new ModemWord.Heard(bytes, signal.RssiDbm, signal.SnrDb)
            : new ModemWord.Noticed($"a damaged event: {text}"));
    }

    /// <summary>Also behind a word: <c>RSSI -110</c>.</summary>
    private static int? Number(string text) => int.TryParse(
        text[(text.Trim().LastIndexOf(' ') + 1)..], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
        ? value
        : null;

    /// <summary><c>AT+NAME=value</c>; not a question or a frame, the echo of an earlier one.</summary>
    private static bool IsValue(string line) =>
        line.StartsWith("AT+", StringComparison.OrdinalIgnoreCase)
        && line.IndexOf('=', StringComparison.Ordinal) is > 3 and var equals
        && line[(equals + 1)..] != "?"
        && !line.StartsWith("AT+PSEND=", StringComparison.OrdinalIgnoreCase);
}
