using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;
using Noodlink.Station.Slots;

namespace Noodlink.Station;

/// <summary>Where a hub divides the time of the radio: beacons instead of receipts.</summary>
internal sealed partial class Intake
{
    /// <summary>Hub: divides the time; null: not here.</summary>
    public SlotLead? Lead { get; init; }

    /// <summary>Node: follows a hub that does; null: not here.</summary>
    public SlotFollower? Follower { get; init; }

    /// <summary>A frame to everybody. It is opened with the network key and ends nothing by itself: each message in it
    /// that is proven under our own key is as good as receipted.</summary>
    private ImportedPart TakeBeacon(BearerInput.Received received, Batch batch)
    {
        if (who.IsHub || Follower is null || received.Bearer != BearerName.Radio || roads.All.FirstOrDefault() is not { } road)
            return Leave("forOthers", ImportFate.ForOthers);
        if (Follower.Take(received) is not { } proven) return Leave("beaconNotOpened", ImportFate.ForOthers);

        road.LastHeard[BearerName.Radio] = batch.Wall;
        Heard(road, BearerName.Radio, batch);
        batch.StatusAged = true;
        courier.Heard(road, BearerName.Radio, isLastReceipt: proven.Count > 0, batch.Now);
        foreach (var (header, result) in proven) TakeReceipt(road, ReceiptOf(header, result), BearerName.Radio, batch);
        return new ImportedPart(ImportFate.Signal);
    }

    /// <summary>What a Device receipt of our own would say: all of the message, or this part of it.</summary>
    private DeviceReceipt ReceiptOf(FrameHeader header, SlotResult result)
    {
        var screenOpen = duties.ScreenOpenAtHub ?? false;
        if (result == SlotResult.Complete)
            return new DeviceReceipt(header.Epoch, header.Serial, [], Complete: true, screenOpen, NumberClash: false);
        var bits = new byte[Math.Max(DeviceReceipt.PartBytesMin, header.Part / 8 + 1)];
        bits[header.Part / 8] = (byte)(1 << header.Part % 8);
        return new DeviceReceipt(
            header.Epoch, header.Serial, ValueList.Create<byte>(bits), Complete: false, screenOpen, NumberClash: false,
            Form: ReceiptForm.Parts);
    }

    /// <summary>What is about the shared air in a numbered message that came in.</summary>
    /// <returns>True: the next beacon answers, and no receipt is needed.</returns>
    private bool TakeShared(
        PeerRoad road, ushort sender, PartOutcome outcome, BearerInput.Received received, Batch batch)
    {
        if (!who.IsHub && outcome.Body is NetworkKey key) Follower?.Keep(sender, key, batch);
        return Lead?.Answers(road, received, outcome, batch) ?? false;
    }
}
