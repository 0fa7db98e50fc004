using System.Runtime.InteropServices;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Radio;

/// <summary>What was sent and is neither confirmed nor known to be lost, in the order of sending.</summary>
internal sealed class RadioDoubt
{
    private readonly List<RadioPart> _parts = [];

    // From which serial on the answer that is coming in names all that is there, by epoch.
    private readonly Dictionary<ushort, uint> _covered = [];
    private int _receipts;
    private uint _named;

    public int Count => _parts.Count;

    /// <summary>A part of an answer came in; its end did not yet.</summary>
    public bool HasAnswer => _covered.Count > 0;

    public bool Holds(RadioPart part) => _parts.Exists(sent => sent.Is(part));

    public void Add(RadioPart part)
    {
        Remove(part);
        _parts.Add(part);
    }

    public void Remove(RadioPart part) => _parts.RemoveAll(sent => sent.Is(part));

    public void Remove(RadioMessage message) => _parts.RemoveAll(sent => sent.Message == message);

    /// <summary>Takes out what a receipt names.</summary>
    /// <returns>False: nothing of this.</returns>
    public bool Confirm(DeviceReceipt receipt)
    {
        var named = _parts.FindAll(part => Names(receipt, part));
        foreach (var part in named)
        {
            part.Message.Progressed();
            _parts.Remove(part);
        }

        return named.Count > 0;
    }

    /// <summary>A receipt of the answer that is awaited.</summary>
    /// <param name="from">It tells everything from this serial on.</param>
    public void Cover(DeviceReceipt receipt, uint from)
    {
        _receipts++;
        _named = receipt.Serials().Append(receipt.Base).Append(_named).Max();
        ref var covered = ref CollectionsMarshal.GetValueRefOrAddDefault(_covered, receipt.Epoch, out var isKnown);
        covered = isKnown ? Math.Min(covered, from) : from;
    }

    /// <summary>Would a receipt that begins there say anything of these?</summary>
    public bool IsAbout(ushort epoch, uint from) =>
        _parts.Exists(part => part.Message.Epoch == epoch && part.Message.Serial >= from);

    /// <summary>The answer is complete: what it covers and does not name is lost.</summary>
    public void EndAnswer()
    {
        // An answer of as many receipts as there may be had perhaps more to tell.
        var upTo = _receipts < RadioReceipts.Most ? uint.MaxValue : _named;
        _parts.RemoveAll(
            part => _covered.TryGetValue(part.Message.Epoch, out var from) && part.Message.Serial >= from
                && part.Message.Serial <= upTo);
        _covered.Clear();
        (_receipts, _named) = (0, 0);
    }

    /// <summary>The question that clears it up, for the epoch of the oldest of these.</summary>
    public PollFrom? Question(RadioRank? rank)
    {
        var about = _parts.FindAll(part => rank is null || part.Rank == rank);
        if (about.Count == 0) return null;
        var epoch = about[0].Message.Epoch;
        return new PollFrom(epoch, about.Where(part => part.Message.Epoch == epoch).Min(part => part.Message.Serial));
    }

    /// <summary>It answers the last frame of a turn, though the modem did not tell yet that this has left.</summary>
    public static bool IsAnswer(DeviceReceipt receipt, RadioSend? inModem) => inModem switch
    {
        RadioSend.Question question => question.From.Epoch == receipt.Epoch,
        RadioSend.Data data => data.Following == TimeSpan.Zero && Names(receipt, data.Part),
        _ => false,
    };

    private static bool Names(DeviceReceipt receipt, RadioPart part)
    {
        if (part.Message.Epoch != receipt.Epoch) return false;
        if (receipt.Form == ReceiptForm.Parts)
            return receipt.Base == part.Message.Serial && receipt.HasPart(part.Part);
        return (receipt.Complete || part.Part <= Wire.Parts.Core) && receipt.Serials().Contains(part.Message.Serial);
    }
}
