using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Radio;

/// <summary>A message of the other side, as the database has it.</summary>
/// <param name="Parts">Bit i: part i is here. Of interest while it is not complete.</param>
/// <param name="Clash">Another message here has its number.</param>
/// <param name="HasCore">It says something before it is complete, and that is here.</param>
public readonly record struct HeldMessage(uint Serial, bool Complete, bool Clash, ulong Parts, bool HasCore);

// From rows to receipts of at most 28 sealed bytes.
//
// A receipt names one message and what stands near it, as 32 bits, or as up to five steps where that reaches more. One
// says either "complete" or "at least the core". Of a message that has other parts too, its own receipt tells which.

/// <summary>Writes the answer to a burst or a poll. Pure.</summary>
public static class RadioReceipts
{
    /// <summary>Receipts of one answer. A window of sixteen needs one where the serials are dense, three where they are
    /// sparse.</summary>
    public const int Most = 4;

    private const int BitmapBytesMax = 4;

    private static readonly ulong CoreOnly = 1UL << Wire.Parts.Core;

    /// <summary>The receipts for what is here.</summary>
    /// <param name="held">Ascending.</param>
    /// <param name="asked">A poll began at this serial: something is said also when nothing is here.</param>
    public static IReadOnlyList<DeviceReceipt> Of(
        ushort epoch, IReadOnlyList<HeldMessage> held, bool screenOpen, uint? asked = null)
    {
        // What is not complete first: it is the least, and without it the same part would come again and again.
        List<DeviceReceipt> receipts =
        [
            .. held.Where(message => !message.Complete && !IsCore(message)).Take(Most - 1).Select(
                message => PartsOf(epoch, message.Serial, message.Parts, message.Clash, screenOpen)),
        ];
        // A new noodmelding of which the core is here comes before what was complete long ago: its people wait for it.
        foreach (var (complete, clash) in (ReadOnlySpan<(bool, bool)>)
                 [(false, false), (false, true), (true, false), (true, true)])
        {
            var alike = held.Where(
                message => message.Complete == complete && message.Clash == clash && (complete || IsCore(message)));
            Page(epoch, [.. alike.Select(message => message.Serial)], complete, clash, screenOpen, receipts);
        }

        if (receipts.Count == 0 && asked is { } serial) return [PartsOf(epoch, serial, 0, clash: false, screenOpen)];
        return receipts;
    }

    private static bool IsCore(HeldMessage message) => message.HasCore && message.Parts == CoreOnly;

    private static void Page(
        ushort epoch, List<uint> serials, bool complete, bool clash, bool screenOpen, List<DeviceReceipt> into)
    {
        for (var at = 0; at < serials.Count && into.Count < Most;)
        {
            var first = serials[at];
            var near = serials.Skip(at + 1).TakeWhile(serial => serial - first <= BitmapBytesMax * 8).ToList();
            var gaps = Gaps(serials, at, out var reached);
            var isDense = near.Count >= reached;
            into.Add(
                new DeviceReceipt(
                    epoch, first, isDense ? Bitmap(first, near) : ValueList.Create<byte>([.. gaps]), complete, screenOpen,
                    clash, Form: isDense ? ReceiptForm.Bitmap : ReceiptForm.Gaps));
            at += 1 + Math.Max(near.Count, reached);
        }
    }

    private static ValueList<byte> Bitmap(uint first, List<uint> near)
    {
        var bits = new byte[near.Count == 0 ? 0 : (near[^1] - first + 7) / 8];
        foreach (var serial in near)
        {
            var bit = (int)(serial - first - 1);
            bits[bit / 8] |= (byte)(1 << (bit % 8));
        }

        return ValueList.Create<byte>(bits);
    }

    private static List<byte> Gaps(List<uint> serials, int at, out int reached)
    {
        var gaps = new List<byte>();
        reached = 0;
        for (var i = at + 1; i < serials.Count; i++)
        {
            var step = serials[i] - serials[i - 1];
            var empty = (int)((step - 1) / byte.MaxValue);
            if (gaps.Count + empty + 1 > DeviceReceipt.RadioBytesMax) break;
            gaps.AddRange(Enumerable.Repeat((byte)0, empty));
            gaps.Add((byte)(step - (uint)(empty * byte.MaxValue)));
            reached++;
        }

        return gaps;
    }

    private static DeviceReceipt PartsOf(ushort epoch, uint serial, ulong parts, bool clash, bool screenOpen)
    {
        var bits = new List<byte>();
        for (; bits.Count < DeviceReceipt.PartBytesMin || (parts != 0 && bits.Count < DeviceReceipt.RadioBytesMax); parts >>= 8)
            bits.Add((byte)(parts & 0xFF));
        return new DeviceReceipt(
            epoch, serial, ValueList.Create<byte>([.. bits]), Complete: false, screenOpen, clash, Form: ReceiptForm.Parts);
    }
}
