using System.Text;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Tests.Json;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>The decoders around the body.</summary>
public sealed class FrameFuzz
{
    private const ushort Station = 17;

    private static readonly FrameHeader Header = new(
        1, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.Alarm, Precedence.Flash, Station, 0x3F9A, 42,
        1_767_225_600, 1);

    [Fact]
    public void A_header_reads_or_does_not_and_is_written_as_it_was_read()
    {
        var frames = new List<byte[]>();
        var signal = Header with { Series = Series.Signal, CreatedSeconds = 0, Part = 0 };
        foreach (var header in (FrameHeader[])[Header, signal])
        {
            frames.Add(new byte[header.Length]);
            header.Write(frames[^1]);
        }

        var again = new byte[FrameHeader.NumberedBytes];

        Fuzz.Run(frames, 40, 0, input =>
        {
            if (!FrameHeader.TryRead(input, out var header)) return;
            header.Write(again);
            if (!input[..header.Length].SequenceEqual(again.AsSpan(0, header.Length)))
                throw new InvalidOperationException("written otherwise");
        });
    }

    // A failed seal throws inside .NET, which allocates the exception and its stack trace; the first of a process, whatever
    // it needs for all of them as well.
    [Fact]
    public void A_frame_opens_or_does_not()
    {
        StationKey.TryCreate([.. Enumerable.Range(0, 32).Select(i => (byte)i)], out var key);
        using var envelope = new Envelope(key!, Station);
        var frame = envelope.Seal(Header, Station, new byte[30]);
        var opened = 0;
        Assert.False(envelope.TryOpen([.. frame.AsSpan(0, frame.Length - 1), (byte)(frame[^1] ^ 1)], Station, out _, out _));

        Fuzz.Run([frame, envelope.Seal(Header with { Serial = 43 }, Station, new byte[170])], 210, 8192, input =>
        {
            if (envelope.TryOpen(input, Station, out _, out _)) opened++;
        });

        // Only what came through whole: the two valid frames themselves, and mutations that changed nothing.
        Assert.InRange(opened, 2, Fuzz.Count / 10);
    }

    [Fact]
    public void Parts_join_or_do_not()
    {
        var valid = BodyFuzz.Valid(Kind.Alarm, coreOnly: false);
        var parts = new Dictionary<byte, byte[]>();

        Fuzz.Run(valid, 300, 16_384, input =>
        {
            // Cuts the input in pieces: part number, length, bytes.
            parts.Clear();
            while (input.Length > 2)
            {
                var length = Math.Min(input[1] % 64, input.Length - 2);
                parts[(byte)(input[0] % 18)] = input.Slice(2, length).ToArray();
                input = input[(2 + length)..];
            }

            if (Parts.TryJoin(Kind.Alarm, parts, out var body, out var complete))
                BodyCodec.TryDecode(Kind.Alarm, body, !complete);
            Parts.Missing(parts);
        });
    }
}

/// <summary>The decoders of what people and files give.</summary>
public sealed class TextFuzz
{
    [Fact]
    public void A_number_parses_or_does_not() => Run(
        ["GR-WK1-0042", "GR-WK1-0042-3F9A", "GR-ED1AB-16777215"], 1024,
        text =>
        {
            if (MessageNumber.TryParse(text, out var number) && !MessageNumber.TryParse(number.ToString(), out _))
                throw new InvalidOperationException(text);
        });

    [Fact]
    public void A_station_id_parses_or_does_not() => Run(
        ["GR-WK1", "GR-CWK", "ZZ-99999"], 512,
        text =>
        {
            if (StationId.TryParse(text, out var id) && id.ToString() != text)
                throw new InvalidOperationException(text);
        });

    [Fact]
    public void A_key_parses_or_does_not()
    {
        var key = StationKey.Create().ToSecretText();
        var other = System.Buffers.Text.Base64Url.EncodeToString(Convert.FromHexString(key));

        Run(
            [key, key.ToUpperInvariant(), other], 512,
            text =>
            {
                if (StationKey.TryParse(text, out var read) && !StationKey.TryParse(read.ToSecretText(), out _))
                    throw new InvalidOperationException(text);
            });
    }

    // Reading a document of 64 kB may take room in proportion; a field of it is copied a few times.
    [Fact]
    public void A_document_reads_or_does_not()
    {
        var valid = Enumerable.Range(0, 100).Select(seed =>
        {
            var kind = JsonText.Node.Kinds[seed % JsonText.Node.Kinds.Count];
            var content = JsonText.Content(Some.Body(new Random(seed), kind));
            return Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"status\":\"Test\",{content[1..]}");
        }).ToList();

        // The table of composed letters is made at the first text that needs it.
        JsonText.Accepted(JsonText.Alarm("\"text\":\"e\u0301\""));

        Fuzz.Run(valid, 300, 65_536, input =>
        {
            if (!MessageJson.TryParse(input.ToArray(), out var document)) return;
            using (document) MessageJson.Read(document.RootElement, JsonText.Node);
        });
    }

    private static void Run(string[] valid, int allocatedMax, Action<string> parse) =>
        Fuzz.Run(
            [.. valid.Select(Encoding.Latin1.GetBytes)], 100, allocatedMax,
            input => parse(Encoding.Latin1.GetString(input)));
}
