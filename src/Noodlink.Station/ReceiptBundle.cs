using System.Buffers.Binary;
using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station;

/// <summary>Several pending Device receipts in one frame.</summary>
/// <param name="Covers">Which pending receipts it settles.</param>
internal sealed record ReceiptBundle(DeviceReceipt Receipt, bool Urgent, Predicate<PendingReceipt> Covers)
{
    /// <summary>A receipt on the radio has at most 28 sealed bytes: a bitmap of 32 bits (radio issue).</summary>
    private const uint RadioSpan = 33;

    /// <summary>The next frame for this bearer: the oldest pending receipt and all that fit with it.</summary>
    public static ReceiptBundle? Next(List<PendingReceipt> pending, BearerName bearer, Instant now, bool screenOpen)
    {
        if (pending.Find(receipt => receipt.Bearer == bearer && receipt.Due <= now) is not { } oldest) return null;
        if (oldest.Parts != 0) return OfParts(pending, oldest, screenOpen);
        var span = bearer == BearerName.Radio ? RadioSpan : DeviceReceipt.SpanMax;
        var alike = pending
            .Where(
                r => r.Bearer == bearer && r.Due <= now && r.Epoch == oldest.Epoch && r.Complete == oldest.Complete &&
                     r.Clash == oldest.Clash && r.OfSignal == oldest.OfSignal && r.Parts == 0)
            .ToList();
        // Start at the oldest or a little below it, so that it is covered and most others with it.
        var first = alike.Where(r => r.Serial <= oldest.Serial && oldest.Serial - r.Serial < span).Min(r => r.Serial);
        var covered = alike.Where(r => r.Serial >= first && r.Serial - first < span).ToList();
        var last = covered.Max(r => r.Serial);
        var bitmap = new byte[(last - first + 7) / 8];
        foreach (var serial in covered.Select(r => r.Serial).Where(serial => serial > first))
        {
            var bit = (int)(serial - first - 1);
            bitmap[bit / 8] |= (byte)(1 << (bit % 8));
        }

        var settled = covered.ToHashSet();
        return new ReceiptBundle(
            new DeviceReceipt(
                oldest.Epoch, first, ValueList.Create<byte>(bitmap), oldest.Complete, screenOpen, oldest.Clash,
                oldest.OfSignal),
            covered.Exists(r => r.Urgent), settled.Contains);
    }

    /// <summary>Which parts of one message are here, as far as pending receipts know.</summary>
    private static ReceiptBundle OfParts(List<PendingReceipt> pending, PendingReceipt oldest, bool screenOpen)
    {
        var settled = pending
            .Where(
                r => r.Bearer == oldest.Bearer && r.Epoch == oldest.Epoch && r.Serial == oldest.Serial && !r.Complete &&
                     r.Clash == oldest.Clash && !r.OfSignal)
            .ToHashSet();
        var here = settled.Aggregate(0L, (mask, r) => mask | (r.Parts == 0 ? 1L << Parts.Core : r.Parts));
        Span<byte> bitmap = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bitmap, here);
        // Parts that no program of today makes fall off the end.
        bitmap = bitmap[..DeviceReceipt.RadioBytesMax];
        var bytes = Math.Max(DeviceReceipt.PartBytesMin, bitmap.LastIndexOfAnyExcept((byte)0) + 1);
        return new ReceiptBundle(
            new DeviceReceipt(
                oldest.Epoch, oldest.Serial, ValueList.Create(bitmap[..bytes]), Complete: false, screenOpen, oldest.Clash,
                Form: ReceiptForm.Parts),
            settled.Any(r => r.Urgent), settled.Contains);
    }
}
