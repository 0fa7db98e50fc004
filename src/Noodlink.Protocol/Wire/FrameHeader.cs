using System.Buffers.Binary;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// The readable part of every frame. It is authenticated but not secret: a station must be able to skip what is meant
// for others without counting it as a failed seal, and a hub must know whose key opens the frame.
//
//   byte 0     version (3 bits) | status (2) | direction (1) | series (1) | 0 (1)
//   byte 1     kind (5) | precedence (3)
//   byte 2-3   number of the noodsteunpunt, in both directions
//   byte 4-5   epoch of the sender
//   byte 6-8   serial of the sender, in its series
//   byte 9-12  created, unix seconds        } numbered messages only
//   byte 13    part                         }
//
// All big-endian. The layout and the sealing never change; the version tells how the *body* is written. That is what
// makes it possible to authenticate a message of a newer version and to answer it with a Refused receipt.
// Protocol/README.md.

/// <summary>The readable, authenticated part of every frame.</summary>
/// <param name="Version">How the body is written, 1..7; now <see cref="CurrentVersion"/>.</param>
/// <param name="Status">ECHT, OEFENING or TEST.</param>
/// <param name="Direction">Up: the noodsteunpunt is the sender. Down: a hub is.</param>
/// <param name="Series">Signals have neither <paramref name="CreatedSeconds"/> nor <paramref name="Part"/>.</param>
/// <param name="Kind">0..31; a value without a name comes from newer software.</param>
/// <param name="Precedence">0..7; a value without a name comes from newer software.</param>
/// <param name="Station">Number of the noodsteunpunt in both directions, 1..65535 (65535 is kept for
/// everybody).</param>
/// <param name="Epoch">Of the sender, 1..65535.</param>
/// <param name="Serial">Of the sender, 1..16,777,215.</param>
/// <param name="CreatedSeconds">Unix seconds by the maker's clock; 0 in signals.</param>
/// <param name="Part">0 whole, 1 core or first part, 2..15 rest, 16.. kept for fragments; 0 in signals.</param>
public readonly record struct FrameHeader(
    byte Version,
    MessageStatus Status,
    Direction Direction,
    Series Series,
    Kind Kind,
    Precedence Precedence,
    ushort Station,
    ushort Epoch,
    uint Serial,
    uint CreatedSeconds = 0,
    byte Part = 0)
{
    /// <summary>The version of the bodies that this software writes and reads.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>Bytes of the header of a numbered message.</summary>
    public const int NumberedBytes = 14;

    /// <summary>Bytes of the header of a signal.</summary>
    public const int SignalBytes = 9;

    /// <summary>Bytes of this header.</summary>
    public int Length => Series == Series.Signal ? SignalBytes : NumberedBytes;

    /// <summary>Reads the header in front of a frame.</summary>
    /// <returns>False when it is too short or is not one of ours; never throws.</returns>
    public static bool TryRead(ReadOnlySpan<byte> frame, out FrameHeader header)
    {
        header = default;
        if (frame.Length < SignalBytes || (frame[0] & 1) != 0) return false;
        var series = (Series)((frame[0] >> 1) & 1);
        if (series == Series.Numbered && frame.Length < NumberedBytes) return false;
        var numbered = series == Series.Numbered;
        header = new FrameHeader(
            (byte)(frame[0] >> 5),
            (MessageStatus)((frame[0] >> 3) & 3),
            (Direction)((frame[0] >> 2) & 1),
            series,
            (Kind)(frame[1] >> 3),
            (Precedence)(frame[1] & 7),
            BinaryPrimitives.ReadUInt16BigEndian(frame[2..]),
            BinaryPrimitives.ReadUInt16BigEndian(frame[4..]),
            (uint)((frame[6] << 16) | (frame[7] << 8) | frame[8]),
            numbered ? BinaryPrimitives.ReadUInt32BigEndian(frame[9..]) : 0,
            numbered ? frame[13] : (byte)0);
        if (header.Fault() is null) return true;
        header = default;
        return false;
    }

    /// <summary>Writes the header; <paramref name="frame"/> has room for <see cref="Length"/> bytes.</summary>
    /// <exception cref="ArgumentException">A field is out of its range: a fault in the program.</exception>
    public void Write(Span<byte> frame)
    {
        if (Fault() is { } fault) throw new ArgumentException($"{fault}: {this}", nameof(frame));
        frame[0] = (byte)((Version << 5) | ((byte)Status << 3) | ((byte)Direction << 2) | ((byte)Series << 1));
        frame[1] = (byte)(((byte)Kind << 3) | (byte)Precedence);
        BinaryPrimitives.WriteUInt16BigEndian(frame[2..], Station);
        BinaryPrimitives.WriteUInt16BigEndian(frame[4..], Epoch);
        frame[6] = (byte)(Serial >> 16);
        frame[7] = (byte)((Serial >> 8) & 0xFF);
        frame[8] = (byte)(Serial & 0xFF);
        if (Series == Series.Signal) return;
        BinaryPrimitives.WriteUInt32BigEndian(frame[9..], CreatedSeconds);
        frame[13] = Part;
    }

    // Constant texts: this is asked of every frame that is heard, and a foreign one must cost nothing.
    private string? Fault() => this switch
    {
        { Version: 0 or > 7 } => "version must be 1..7",
        { Status: < MessageStatus.Actual or > MessageStatus.Test } => "status must be 1..3",
        { Direction: > Direction.Down } or { Series: > Series.Signal } => "direction and series must be 0 or 1",
        _ when (byte)Kind is 0 or > 31 => "kind must be 1..31",
        _ when (byte)Precedence > 7 => "precedence must be 0..7",
        { Station: 0 } => "station must be 1..65535",
        { Epoch: 0 } => "epoch must be 1..65535",
        { Serial: 0 or > MessageNumber.SerialMax } => "serial must be 1..16777215",
        { Series: Series.Signal, CreatedSeconds: > 0 } => "a signal has no time",
        { Series: Series.Signal, Part: > 0 } => "a signal has no parts",
        _ => null,
    };
}
