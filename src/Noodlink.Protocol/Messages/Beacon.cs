namespace Noodlink.Protocol.Messages;

/// <summary>The hub's word at the start of a round: whose turn it is, and which frames of the round before came
/// in.</summary>
/// <remarks>A signal to everybody (station 65535), sealed with the network key; see <c>Radio/README.md</c>.</remarks>
/// <param name="UnixSeconds">The hub's clock; 0: it does not know.</param>
/// <param name="Round">Counts modulo 65,536. The answers are about the round before.</param>
/// <param name="RoundHundredths">From the end of this beacon to the end of the next, 1..65535 hundredths of a
/// second.</param>
/// <param name="SlotHundredths">Length of a slot, 1..65535 hundredths of a second.</param>
/// <param name="Turns">Number of the noodsteunpunt whose turn it is, one after another; 0: the hub's own. An even
/// number of them, 2 to <see cref="TurnsMax"/>.</param>
/// <param name="Answers">One for each slot of the turns of the round before, <see cref="SlotsPerTurn"/> a turn; empty:
/// there was none.</param>
public sealed record Beacon(
    uint UnixSeconds, ushort Round, ushort RoundHundredths, ushort SlotHundredths, ValueList<ushort> Turns,
    ValueList<SlotAnswer> Answers)
    : MessageBody
{
    /// <summary>What fits in one radio frame with all its answers: 187 of 198 sealed bytes.</summary>
    public const int TurnsMax = 18;

    /// <summary>A turn is three slots: three noodmelding cores, or one frame of any length.</summary>
    public const int SlotsPerTurn = 3;

    public override Kind Kind => Kind.Beacon;
}

/// <summary>What became of one slot.</summary>
/// <param name="Result">What is on the hub's disk.</param>
/// <param name="Mac">Proof under the station's own key, see <see cref="Sealing.SlotReceipt"/>; 0 with
/// <see cref="SlotResult.None"/>.</param>
public readonly record struct SlotAnswer(SlotResult Result, ushort Mac);

/// <summary>What the hub has on disk of the frame of a slot. The values travel (2 bits).</summary>
public enum SlotResult : byte
{
    /// <summary>Nothing came, or nothing that is receipted.</summary>
    None = 0,

    /// <summary>This part is there, others are awaited: what a Device receipt without <c>complete</c> says.</summary>
    Part = 1,

    /// <summary>All of the message is there: ends the sending.</summary>
    Complete = 2,
}
