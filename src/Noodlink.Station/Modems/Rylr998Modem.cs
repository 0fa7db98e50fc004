using System.Globalization;
using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Modems;

// REYAX RYLR998: a module of a few euro on a serial line, with AT commands (REYAX "LoRa AT COMMAND GUIDE"
// RYLR998/498, 7-AUG-2025; modems.md §1).
//
// Sending:    AT+SEND=0,<length>,<bytes>\r\n     answered +OK; address 0 is everybody, our own addresses are inside.
// Receiving:  +RCV=<address>,<length>,<bytes>,<rssi>,<snr>\r\n     at any moment, also between a command and its
// answer.
//
// The bytes are raw. The vendor promises only "ASCII", but public drivers send all 256 values and read by the length,
// and so do we: CR, LF, "+OK" and "+RCV=" inside a payload mean nothing. (Not tried on our own hardware.) For modules
// that keep to the vendor's word there is ?binary=hex (120 bytes at most) or base64 (180); all stations of a network
// must have the same. Everything else is lines: +OK, +ERR=<n>, +NAME=<value>, +READY after a start.
//
// Out of the box it sends on 915 MHz with 22 dBm, which is not allowed here, so nothing is sent before frequency,
// power and the rest have been set and read back. Each value is read first and only written when it differs: address,
// network and (with ",M") frequency live in flash memory, which wears. Power and spreading are lost at a restart, so the
// power is read before each frame and every 15 s: a restart whose +READY got lost sends nothing with 22 dBm. A password
// (AT+CPIN) makes the module deaf to those without it; it is told, and not touched.
//
// Limits: the module takes 240 bytes, we send at most 200 (radio.md §12: then any frame fits any modem); it adds 8
// bytes on air and a preamble of 12, which the time on air counts; SF7-9 at 125 kHz, SF7-10 at 250, SF7-11 at 500; at
// most 14 dBm, above which it does not keep to its CE declaration.
//
// "Sent": there is no event for it, and whether +OK comes before or after the transmission is told differently by
// different users, so a frame is sent when +OK has come and its time on air and 100 ms have passed. Too early a next
// frame gets +ERR=17; the 100 ms are then doubled, for this module is slower. +ERR=12 and 19 are about a damaged frame
// that came in and never answer a command.

/// <summary>The dialect <c>rylr998</c>; see <see cref="IModemDialect"/> for the rules.</summary>
internal sealed class Rylr998Modem : IModemDialect
{
    /// <summary>Added by the module to every payload, on air (guide: "the payload part will increase more 8
    /// bytes").</summary>
    private const int AddedBytes = 8;

    /// <summary>The default; others are only allowed with network 18, and all stations must agree.</summary>
    private const int PreambleSymbols = 12;

    /// <summary>The factory's network; 3..15 would be the others.</summary>
    private const int NetworkId = 18;

    /// <summary>Above it the module does not comply with its CE certification (guide, CRFOP).</summary>
    private const int PowerDbmMax = 14;

    private const int LineBytesMax = 512;

    /// <summary><c>+RCV=</c>.</summary>
    private const int TagBytes = 5;

    /// <summary>",-164,-32\r\n" and a little.</summary>
    private const int TailBytesMax = 16;

    /// <summary>The module takes 240, and so 120 in hex and 180 in base64; raw it is what fits every modem.</summary>
    private const int FrameBytesMaxRaw = 200, FrameBytesMaxHex = 120, FrameBytesMaxBase64 = 180;

    /// <summary>What is left between two frames, at first and at most.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100), SpacingMax = TimeSpan.FromSeconds(1.6);

    private readonly RadioSettings _settings;
    private readonly string _binary;
    private readonly List<byte> _buffer = [];
    private readonly List<string> _unread = [];
    private string? _told;
    private TimeSpan _spacing = Spacing;
    private volatile string _identity = "RYLR998";

    /// <param name="settings">Without <see cref="Faults"/>.</param>
    /// <param name="binary">One of <see cref="Binaries"/>.</param>
    public Rylr998Modem(RadioSettings settings, string binary = "raw")
    {
        _settings = settings;
        _binary = binary;
    }

    /// <summary>How a payload is written on the serial line and on the air: <c>?binary=</c>.</summary>
    public static string[] Binaries { get; } = ["raw", "hex", "base64"];

    public int FrameBytesMax =>
        _binary switch { "hex" => FrameBytesMaxHex, "base64" => FrameBytesMaxBase64, _ => FrameBytesMaxRaw };

    public string Identity => _identity;

    public bool IsHalfRead => _buffer.Count > 0;

    public ModemStep Resync => new("AT", Line("\r\nAT"), word => word is ModemWord.Accepted ? true : null);

    public ModemStep Heartbeat => _unread.Contains("power")
        ? Resync
        : new ModemStep("power", Line("AT+CRFOP?"), word => ValueOf(word, "+CRFOP=") is { } value ? value == Power : null);

    private string Power => Text(_settings.PowerDbm);

    private string Parameter =>
        $"{_settings.SpreadingFactor},{BandwidthIndex(_settings.BandwidthHz)},"
        + $"{_settings.CodingRate - 4},{PreambleSymbols}";

    /// <summary>What this module cannot do with these settings; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings)
    {
        if (settings.PowerDbm is < 0 or > PowerDbmMax)
            yield return $"PowerDbm is {settings.PowerDbm}, must be 0..{PowerDbmMax} "
                + "(RYLR998: more does not keep to its CE declaration)";
        var most = settings.BandwidthHz switch { 125_000 => 9, 250_000 => 10, 500_000 => 11, _ => 0 };
        if (most == 0)
            yield return $"BandwidthHz is {settings.BandwidthHz}, must be 125000, 250000 or 500000 (RYLR998)";
        else if (settings.SpreadingFactor > most)
            yield return $"SpreadingFactor is {settings.SpreadingFactor}, must be at most {most} "
                + $"at {settings.BandwidthHz} Hz (RYLR998)";
    }

    public TimeSpan TimeOnAir(int frameBytes) => Airtime.Of(
        WrittenBytes(frameBytes) + AddedBytes, _settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate,
        PreambleSymbols);

    public void Opened()
    {
        _buffer.Clear();
        _spacing = Spacing;
    }

    public IEnumerable<ModemStep> Configure()
    {
        // An error here answers whatever half line stood in the module; only +OK counts.
        yield return Resync;
        _unread.Clear();
        yield return Ask("version", "VER");
        var version = _told ?? "RYLR998";

        var steps = Keep("frequency", "BAND", Text(_settings.FrequencyHz), suffix: ",M")
            .Concat(Keep("power", "CRFOP", Power))
            .Concat(Keep("spreading", "PARAMETER", Parameter))
            .Concat(Keep("network", "NETWORKID", Text(NetworkId)))
            .Concat(Keep("address", "ADDRESS", "0"))
            .Concat(Keep("mode", "MODE", "0"));
        foreach (var step in steps) yield return step;

        yield return Ask("password", "CPIN");
        var password = _told is null or "No Password!"
            ? ""
            : "; it has a password (AT+CPIN) and hears only those that have the same: AT+FACTORY takes it away";
        var readBack = _unread.Count == 0 ? "read back" : $"not read back: {string.Join(", ", _unread)}";
        _identity = $"{version}, {_settings.Summary}, {readBack}{password}";
    }

    public ModemSending Send(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> data = _binary switch
        {
            "hex" => Encoding.ASCII.GetBytes(Convert.ToHexString(frame)),
            "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(frame)),
            _ => frame,
        };
        return new ModemSending(
            (byte[])[.. Encoding.ASCII.GetBytes($"AT+SEND=0,{data.Length},"), .. data, (byte)'\r', (byte)'\n'],
            NeedsAccepted: true, NeedsTransmitted: false, _spacing, BeginsAtOnce: true, CheckFirst: true);
    }

    public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
    {
        _buffer.AddRange(bytes);
        while (TakeOne(words))
        {
        }
    }

    public void Quiet(ICollection<ModemWord> words)
    {
        // What is left is half a line or a frame whose length was damaged: no more of it will come. Inside the bytes
        // of such a frame there may be whole lines, a +READY for instance.
        while (_buffer.Count > 0)
        {
            words.Add(new ModemWord.Noticed($"{_buffer.Count} bytes of a line that stopped half way"));
            var end = _buffer.IndexOf((byte)'\n');
            _buffer.RemoveRange(0, end < 0 ? _buffer.Count : end + 1);
            while (TakeOne(words))
            {
            }
        }
    }

    /// <summary>Takes one line or one frame off the front of the buffer; false when neither is whole.</summary>
    private bool TakeOne(ICollection<ModemWord> words)
    {
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_buffer);
        var end = bytes.IndexOf((byte)'\n');
        var frame = bytes.IndexOf("+RCV="u8);
        if (frame >= 0 && (end < 0 || frame < end))
        {
            // Something without an end of line may stand before it.
            if (frame > 0) return TakeLine(frame, frame, words);
            return TakeFrame(bytes, words);
        }

        if (end >= 0) return TakeLine(end, end + 1, words);
        if (bytes.Length <= LineBytesMax) return false;
        words.Add(new ModemWord.Noticed($"{bytes.Length} bytes without an end of line"));
        _buffer.Clear();
        return false;
    }

    private bool TakeFrame(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
    {
        var at = TagBytes;
        if (ReadNumber(bytes, ref at, digitsMax: 5) is null) return at < bytes.Length && DropTag(words);
        if (ReadNumber(bytes, ref at, digitsMax: 3) is not { } length) return at < bytes.Length && DropTag(words);
        if (bytes.Length < at + length) return false;

        var tail = bytes[(at + length)..];
        var end = tail[..Math.Min(tail.Length, TailBytesMax)].IndexOf((byte)'\n');
        if (end < 0 && tail.Length < TailBytesMax) return false;
        if (end < 0 || ParseTail(tail[..end]) is not var (rssiDbm, snrDb)) return DropTag(words);
        if (length > 0)
            words.Add(Payload(bytes.Slice(at, length)) is { } payload
                ? new ModemWord.Heard(payload, rssiDbm, snrDb)
                : new ModemWord.Noticed($"{length} bytes that are not {_binary}: has the other side the same ?binary="));
        _buffer.RemoveRange(0, at + length + end + 1);
        return true;
    }

    /// <summary>The length was damaged on the serial line: what follows the tag is read again as lines.</summary>
    private bool DropTag(ICollection<ModemWord> words)
    {
        words.Add(new ModemWord.Noticed("a frame whose length does not fit"));
        _buffer.RemoveRange(0, TagBytes);
        return true;
    }

    /// <summary>Digits up to and with a comma; null when more bytes are needed (<paramref name="at"/> is then the
    /// end) or when it is no number (it is then inside).</summary>
    private static int? ReadNumber(ReadOnlySpan<byte> bytes, ref int at, int digitsMax)
    {
        var value = 0;
        for (var digits = 0; at < bytes.Length; at++, digits++)
        {
            if (bytes[at] == ',' && digits > 0)
            {
                at++;
                return value;
            }

            if (bytes[at] is < (byte)'0' or > (byte)'9' || digits == digitsMax) return null;
            value = value * 10 + bytes[at] - '0';
        }

        return null;
    }

    /// <summary><c>,rssi,snr</c> with an optional CR.</summary>
    private static (int RssiDbm, int SnrDb)? ParseTail(ReadOnlySpan<byte> tail)
    {
        var parts = Encoding.ASCII.GetString(tail).TrimEnd('\r').Split(',');
        return parts is ["", var rssi, var snr]
            && int.TryParse(rssi, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rssiDbm)
            && int.TryParse(snr, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var snrDb)
            ? (rssiDbm, snrDb)
            : null;
    }

    private bool TakeLine(int length, int remove, ICollection<ModemWord> words)
    {
        // NULs, stray control bytes and half characters of a restart stand around many a line.
        byte[] printable = [.. _buffer.Take(length).Where(value => value is >= 0x20 and < 0x7F)];
        var line = Encoding.ASCII.GetString(printable).Trim();
        _buffer.RemoveRange(0, remove);
        if (line.Length > 0) words.Add(Understand(line));
        return true;
    }

    private int WrittenBytes(int frameBytes) =>
        _binary switch { "hex" => 2 * frameBytes, "base64" => (frameBytes + 2) / 3 * 4, _ => frameBytes };

    /// <summary>Null when it is not written as ours are.</summary>
    private byte[]? Payload(ReadOnlySpan<byte> data)
    {
        var bytes = new byte[data.Length];
        switch (_binary)
        {
            case "hex":
                return Convert.FromHexString(Encoding.Latin1.GetString(data), bytes, out _, out var half)
                    == System.Buffers.OperationStatus.Done ? bytes[..half] : null;
            case "base64":
                return Convert.TryFromBase64String(Encoding.Latin1.GetString(data), bytes, out var count)
                    && count > 0 ? bytes[..count] : null;
            default:
                return data.ToArray();
        }
    }

    private ModemWord Understand(string line)
    {
        if (line == "+ERR=17") _spacing = _spacing * 2 < SpacingMax ? _spacing * 2 : SpacingMax;
        if (line == "+OK") return new ModemWord.Accepted();
        if (line is "+READY" or "+FACTORY") return new ModemWord.Rebooted(line);
        if (!line.StartsWith('+') || !line.Contains('=', StringComparison.Ordinal)) return new ModemWord.Noticed(line);
        return line switch
        {
            "+ERR=12" => new ModemWord.Noticed("+ERR=12: a frame came in damaged (CRC)"),
            "+ERR=19" => new ModemWord.Noticed("+ERR=19: a frame came in damaged (header)"),
            "+ERR=10" => new ModemWord.Transmitted(OnAir: false, "+ERR=10: transmit time-out"),
            "+ERR=17" => new ModemWord.Transmitted(OnAir: false, "+ERR=17: still sending the frame before"),
            _ when line.StartsWith("+ERR=", StringComparison.Ordinal) => new ModemWord.Refused(Explain(line)),
            _ => new ModemWord.Answered(line),
        };
    }

    private static string Explain(string line) => line + line[5..] switch
    {
        "1" => ": no end of line",
        "2" => ": not an AT command",
        "4" => ": unknown command",
        "5" => ": length and data differ",
        "13" => ": more than 240 bytes",
        "14" => ": writing its flash memory failed",
        "18" => ": preamble not allowed",
        _ => "",
    };

    /// <summary>Reads a setting; writes it when it is another or cannot be read, and then reads it back.</summary>
    private IEnumerable<ModemStep> Keep(string what, string name, string wanted, string suffix = "")
    {
        yield return Ask(what, name);
        if (_told == wanted) yield break;
        yield return new ModemStep(what, Line($"AT+{name}={wanted}{suffix}"), IsAccepted);
        yield return Ask(what, name, wanted);
        if (_told is null) _unread.Add(what);
    }

    /// <summary>A question; a module that does not know it says so or says nothing.</summary>
    /// <param name="wanted">Any other answer is the wrong one; null: every answer will do.</param>
    private ModemStep Ask(string what, string name, string? wanted = null)
    {
        _told = null;
        return new ModemStep(what, Line($"AT+{name}?"), word => Tell(word, name, wanted), SilenceIsAnAnswer: true);
    }

    private bool? Tell(ModemWord word, string name, string? wanted)
    {
        if (word is ModemWord.Refused) return true;
        // The guide's own example answers NETWORKID with +NETWORK.
        var value = ValueOf(word, $"+{name}=") ?? (name == "NETWORKID" ? ValueOf(word, "+NETWORK=") : null);
        if (value is null) return null;
        _told = value;
        return wanted is null || value == wanted;
    }

    private static bool? IsAccepted(ModemWord word) => word switch
    {
        ModemWord.Accepted => true,
        ModemWord.Refused => false,
        _ => null,
    };

    /// <summary>The value behind a shape, without a ",M" that says it is stored.</summary>
    private static string? ValueOf(ModemWord word, string shape) =>
        word is ModemWord.Answered answered && answered.Text.StartsWith(shape, StringComparison.Ordinal)
            ? answered.Text[shape.Length..].Replace(",M", "", StringComparison.Ordinal)
            : null;

    private static int BandwidthIndex(int bandwidthHz) => bandwidthHz switch { 125_000 => 7, 250_000 => 8, _ => 9 };

    private static byte[] Line(string command) => Encoding.ASCII.GetBytes(command + "\r\n");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
