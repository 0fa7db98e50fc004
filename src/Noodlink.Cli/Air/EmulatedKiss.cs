using System.Buffers.Binary;
using System.Text;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Modems;

namespace Noodlink.Cli.Air;

// A KISS modem as firmware, in two kinds.
//
// Plain: parameters 1-5 and data; never an answer, never a "sent", no signal. Its radio is set elsewhere (here: by the
// command line). Frames queue, at most eight.
//
// With MeshCore's additions (docs/kiss_modem_protocol.md, examples/kiss_modem): one frame inside, a second is answered
// F1 07; TxDone and RxMeta; SetRadio and its relations; 16 symbols of preamble (32 up to SF8); after power-up the radio
// is on MeshCore's own frequency until it is told otherwise, and GetRadio then says zeros.
//
// Both wait for a clear channel: p-persistent, slot by slot, and TXDELAY before the first symbol.

/// <summary>An emulated KISS modem.</summary>
internal sealed class EmulatedKiss : IEmulatedModem
{
    /// <summary>What MeshCore boards for Europe are built with; the point is only that it is not ours.</summary>
    private static readonly Tuning MeshCoreTuning = new(869_618_000, 8, 62_500);

    private readonly Lock gate = new();
    private readonly KissFraming framing = new();
    private readonly Queue<byte[]> waiting = new();
    private readonly AirChannel channel;
    private readonly AirRadio radio;
    private readonly Tuning powerUpTuning;
    private readonly bool hasAdditions;
    private readonly Action<ReadOnlyMemory<byte>> toHost;

    private byte delay = 50, persistence = 63, slot = 10, power, codingRate;
    private byte[] radioTold = new byte[10];
    private bool isSignalReported = true, isSending, isHung;
    private long draws;
    private int life;

    public EmulatedKiss(AirChannel channel, Tuning tuning, bool hasAdditions, Action<ReadOnlyMemory<byte>> toHost)
    {
        this.channel = channel;
        this.hasAdditions = hasAdditions;
        this.toHost = toHost;
        powerUpTuning = hasAdditions ? MeshCoreTuning : tuning;
        codingRate = 5;
        radio = channel.Attach(powerUpTuning, Hear);
    }

    public void FromHost(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<KissFrame>();
        lock (gate)
        {
            if (isHung) return;
            framing.Read(bytes, frames);
        }

        foreach (var frame in frames.Where(frame => !frame.IsNoise && frame.Data.Length > 0)) Take(frame);
    }

    public void Reboot()
    {
        lock (gate)
        {
            life++;
            framing.Reset();
            waiting.Clear();
            (delay, persistence, slot, power, codingRate) = (50, 63, 10, 0, 5);
            radioTold = new byte[10];
            isSignalReported = true;
            isSending = false;
        }

        channel.Tune(radio, powerUpTuning);
        channel.Power(radio, isOn: true);
        toHost(Encoding.ASCII.GetBytes("rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n"));
    }

    public void Hang(bool isHungNow)
    {
        lock (gate) isHung = isHungNow;
        channel.Power(radio, !isHungNow);
    }

    private void Take(KissFrame frame)
    {
        switch (frame.Type)
        {
            case KissFraming.DataType: TakeData(frame.Data); break;
            case 1: delay = frame.Data[0]; break;
            case 2: persistence = frame.Data[0]; break;
            case 3: slot = frame.Data[0]; break;
            case KissFraming.HardwareType when hasAdditions: TakeHardware(frame.Data[0], frame.Data.AsSpan(1)); break;
        }
    }

    private void TakeData(byte[] data)
    {
        if (data.Length is 0 or > 255) return;
        bool isRefused;
        lock (gate)
        {
            isRefused = hasAdditions ? isSending || waiting.Count > 0 : waiting.Count >= 8;
            if (!isRefused) waiting.Enqueue(data);
        }

        if (isRefused && hasAdditions) Answer(0xF1, 0x07);
        SendNext();
    }

    private void SendNext()
    {
        int mine;
        lock (gate)
        {
            if (isSending || isHung || waiting.Count == 0) return;
            isSending = true;
            mine = life;
        }

        WaitForClear(mine);
    }

    private void WaitForClear(int mine)
    {
        lock (gate)
        {
            if (mine != life) return;
            var draw = (byte)(channel.Chance(-1000 - radio.Index, ++draws) * 255);
            if (!channel.IsBusyFor(radio) && draw <= persistence)
                channel.After(TimeSpan.FromMilliseconds(10 * delay), () => Transmit(mine));
            else
                channel.After(TimeSpan.FromMilliseconds(10 * slot), () => WaitForClear(mine));
        }
    }

    private void Transmit(int mine)
    {
        byte[] frame;
        TimeSpan timeOnAir;
        lock (gate)
        {
            if (mine != life || isHung) return;
            frame = waiting.Dequeue();
            timeOnAir = TimeOnAir(frame.Length);
        }

        channel.Transmit(radio, frame, timeOnAir, () =>
        {
            lock (gate)
            {
                if (mine != life) return;
                isSending = false;
            }

            if (hasAdditions) Answer(0xF8, 0x01);
            SendNext();
        });
    }

    private void Hear(AirReception reception)
    {
        bool isReported;
        lock (gate)
        {
            if (isHung) return;
            isReported = hasAdditions && isSignalReported;
        }

        var data = KissFraming.Encode(KissFraming.DataType, reception.Frame.Span);
        if (!isReported)
        {
            toHost(data);
            return;
        }

        toHost((byte[])[.. data, .. Hardware(
            0xF9, unchecked((byte)(sbyte)(reception.SnrDb * 4)), unchecked((byte)(sbyte)reception.RssiDbm))]);
    }

    private void TakeHardware(byte command, ReadOnlySpan<byte> data)
    {
        switch (command)
        {
            case 0x17: Answer(0x97); break;
            case 0x11: Answer(0x91, 2, 0); break;
            case 0x09 when data.Length >= 10: SetRadio(data); break;
            case 0x0B: Answer(0x8B, radioTold); break;
            case 0x0A when data.Length >= 1:
                power = data[0];
                Answer(0xF0);
                break;
            case 0x0C: Answer(0x8C, power); break;
            case 0x0F when data.Length >= 1:
                var milliseconds = new byte[4];
                BinaryPrimitives.WriteUInt32LittleEndian(
                    milliseconds, (uint)Math.Ceiling(TimeOnAir(Math.Max((byte)1, data[0])).TotalMilliseconds));
                Answer(0x8F, milliseconds);
                break;
            case 0x0E: Answer(0x8E, (byte)(channel.IsBusyFor(radio) ? 1 : 0)); break;
            case 0x19 when data.Length >= 1:
                isSignalReported = data[0] != 0;
                Answer(0x9A, (byte)(isSignalReported ? 1 : 0));
                break;
            case 0x09 or 0x0A or 0x0F or 0x19: Answer(0xF1, 0x01); break;
            default: Answer(0xF1, 0x05); break;
        }
    }

    private void SetRadio(ReadOnlySpan<byte> data)
    {
        int frequencyHz = BinaryPrimitives.ReadInt32LittleEndian(data), bandwidthHz = BinaryPrimitives.ReadInt32LittleEndian(data[4..]);
        if (data[8] is < 7 or > 12 || data[9] is < 5 or > 8 || bandwidthHz is < Airtime.BandwidthHzMin or > Airtime.BandwidthHzMax)
        {
            Answer(0xF1, 0x02);
            return;
        }

        lock (gate)
        {
            radioTold = data[..10].ToArray();
            codingRate = data[9];
        }

        channel.Tune(radio, new Tuning(frequencyHz, data[8], bandwidthHz));
        Answer(0xF0);
    }

    private TimeSpan TimeOnAir(int bytes)
    {
        var preamble = !hasAdditions ? 8 : radio.Tuning.SpreadingFactor <= 8 ? 32 : 16;
        return Airtime.Of(bytes, radio.Tuning.SpreadingFactor, radio.Tuning.BandwidthHz, codingRate, preamble);
    }

    private void Answer(byte command, params ReadOnlySpan<byte> data) => toHost(Hardware(command, data));

    private static byte[] Hardware(byte command, params ReadOnlySpan<byte> data) =>
        KissFraming.Encode(KissFraming.HardwareType, [command, .. data]);
}
