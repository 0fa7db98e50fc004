using System.Buffers.Binary;

namespace Noodlink.Cli.Commands;

// The frames of `noodlink modem check`: a question from the side that sends, an answer from the side that listens.
//
//     FF 4E 4C 43   "not a noodmelding": no station takes a frame that begins so for one of its own
//     01 or 02      question or answer
//     2 bytes       run: random per start of the sender, so that two technicians do not hear each other's answers
//     2 bytes       number, from 1
//     answer only:  rssi in dBm and snr in dB as the listener heard the question, one signed byte each; 7F = not told
//
// They are neither sealed nor believed: they measure a link and carry nothing.

/// <summary>One frame of a modem check.</summary>
internal sealed record CheckFrame(
    bool IsAnswer, ushort Run, ushort Number, double? RssiDbm = null, double? SnrDb = null)
{
    public const int AnswerBytes = 11;

    private const int QuestionBytes = 9;

    private static ReadOnlySpan<byte> Tag => [0xFF, 0x4E, 0x4C, 0x43];

    /// <summary>Null for anything else.</summary>
    public static CheckFrame? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Tag) || bytes.Length < QuestionBytes) return null;
        var run = BinaryPrimitives.ReadUInt16BigEndian(bytes[5..]);
        var number = BinaryPrimitives.ReadUInt16BigEndian(bytes[7..]);
        return (bytes[4], bytes.Length) switch
        {
            (1, >= QuestionBytes) => new CheckFrame(IsAnswer: false, run, number),
            (2, AnswerBytes) => new CheckFrame(IsAnswer: true, run, number, Signed(bytes[9]), Signed(bytes[10])),
            _ => null,
        };
    }

    /// <param name="bytes">A question may be made longer, to measure longer frames.</param>
    public byte[] Write(int bytes = 0)
    {
        var frame = new byte[IsAnswer ? AnswerBytes : Math.Max(QuestionBytes, bytes)];
        Tag.CopyTo(frame);
        frame[4] = (byte)(IsAnswer ? 2 : 1);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(5), Run);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(7), Number);
        if (IsAnswer) (frame[9], frame[10]) = (Byte(RssiDbm), Byte(SnrDb));
        return frame;
    }

    private static double? Signed(byte value) => value == 0x7F ? null : unchecked((sbyte)value);

    private static byte Byte(double? value) =>
        value is { } told ? unchecked((byte)(sbyte)Math.Clamp(Math.Round(told), -128, 126)) : (byte)0x7F;
}
