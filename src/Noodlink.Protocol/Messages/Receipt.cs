namespace Noodlink.Protocol.Messages;

/// <summary>Ontvangstbevestiging: one of four different "received" (architecture §4.13), never mixed up.</summary>
/// <remarks>A closed set: <see cref="DeviceReceipt"/> is a signal, <see cref="ProgressReceipt"/> (Human, ControlRoom) and
/// <see cref="RefusedReceipt"/> are numbered messages of the hub, re-sent until the station's own Device receipt.</remarks>
public abstract record Receipt : MessageBody
{
    private protected Receipt() { }

    public override Kind Kind => Kind.Receipt;

    /// <summary>How far the message got.</summary>
    public abstract ReceiptLevel Level { get; }
}

/// <summary>How far a message got; each says more than the one before it, Refused apart.</summary>
public enum ReceiptLevel : byte
{
    /// <summary>The other machine has committed it to disk. No person has seen it.</summary>
    Device = 0,

    /// <summary>A person has opened it.</summary>
    Human = 1,

    /// <summary>The meldkamer was spoken to, or more.</summary>
    ControlRoom = 2,

    /// <summary>It could not be kept; the reason says why.</summary>
    Refused = 3,
}

/// <summary>The receiving machine has these messages on disk: one message, many of one epoch, or parts of one that is not
/// complete.</summary>
/// <param name="Epoch">Epoch of the receipted messages. Their sender is the one this frame goes to.</param>
/// <param name="Base">Serial of the first receipted message.</param>
/// <param name="Following">What else is receipted, as <paramref name="Form"/> says. Empty for one message. At most 32
/// bytes.</param>
/// <param name="Complete">True: everything arrived, sending ends. False: the core arrived, the rest is awaited.</param>
/// <param name="ScreenOpen">A signed-in screen is open at the hub: somebody may be watching.</param>
/// <param name="NumberClash">The receiver holds another message with this number; this one carries its epoch behind it.</param>
/// <param name="OfSignal">The serials are those of the signals (a link test), which are counted apart.</param>
/// <param name="Form">How <paramref name="Following"/> is read.</param>
public sealed record DeviceReceipt(
    ushort Epoch, uint Base, ValueList<byte> Following, bool Complete, bool ScreenOpen, bool NumberClash,
    bool OfSignal = false, ReceiptForm Form = ReceiptForm.Bitmap) : Receipt
{
    /// <summary>The base and one bit for each serial in 32 bytes behind it.</summary>
    public const int SpanMax = 1 + 32 * 8;

    public override ReceiptLevel Level => ReceiptLevel.Device;

    /// <summary>Bytes of <see cref="Following"/> in a receipt of at most 28 sealed bytes, as on the radio.</summary>
    public const int RadioBytesMax = 5;

    /// <summary>Bytes of <see cref="Following"/> that tell of parts: 16 to 40 of them.</summary>
    public const int PartBytesMin = 2;

    /// <summary>The serials that are here, ascending: complete, or at least their core. A receipt of parts without the core
    /// names none.</summary>
    public IEnumerable<uint> Serials()
    {
        if (Form != ReceiptForm.Parts || HasPart(Wire.Parts.Core)) yield return Base;
        if (Form == ReceiptForm.Parts) yield break;
        var serial = Base;
        for (var i = 0; Form == ReceiptForm.Gaps && i < Following.Count; i++)
        {
            serial += Following[i] == 0 ? byte.MaxValue : (uint)Following[i];
            if (Following[i] != 0) yield return serial;
        }

        for (var i = 0; Form == ReceiptForm.Bitmap && i < Following.Count * 8; i++)
            if ((Following[i / 8] & (1 << (i % 8))) != 0) yield return Base + 1 + (uint)i;
    }

    /// <summary>A receipt of parts: bit i, part i is here. Otherwise 0.</summary>
    public long PartsHere() => Form != ReceiptForm.Parts ? 0
        : Following.Take(RadioBytesMax).Index().Aggregate(0L, (mask, next) => mask | ((long)next.Item << (8 * next.Index)));

    /// <summary>A receipt of parts: is this one here?</summary>
    public bool HasPart(byte part) =>
        Form == ReceiptForm.Parts && part / 8 < Following.Count && (Following[part / 8] & (1 << (part % 8))) != 0;
}

/// <summary>How a Device receipt says what else is here.</summary>
public enum ReceiptForm : byte
{
    /// <summary>Bit i: serial <c>Base + 1 + i</c>. For serials close together.</summary>
    Bitmap,

    /// <summary>Each byte is the step from the serial before it to the next one; 0 is a step of 255 that names none. For
    /// serials far apart, where precedence, the LAN or other stations took those between.</summary>
    Gaps,

    /// <summary>Only <see cref="DeviceReceipt.Base"/>, and bit i: its part i. For a message that is not complete.</summary>
    Parts,
}

/// <summary>How far people have brought a noodmelding. The newest event number wins.</summary>
/// <param name="Epoch">Epoch of the message it is about.</param>
/// <param name="Serial">Serial of the message it is about.</param>
/// <param name="EventNumber">Counts per message at the hub, from 1.</param>
/// <param name="State">The state the hub now shows.</param>
/// <param name="Undone">An earlier, further state was taken back; shown in red until read.</param>
/// <param name="Withdrawn">The intrekking arrived after the meldkamer knew; the hub calls them.</param>
/// <param name="ScreenOpen">A signed-in screen is open at the hub.</param>
/// <param name="Channel">How the meldkamer was reached.</param>
/// <param name="Minutes">Expected wait with AcceptedDelayed.</param>
/// <param name="MeldkamerNumber">The meldkamer's own number, at most 16 bytes UTF-8.</param>
/// <param name="Note">Reason, at most 140 code points.</param>
public sealed record ProgressReceipt(
    ushort Epoch, uint Serial, ushort EventNumber, LifeCycle.MessageState State, bool Undone = false,
    bool Withdrawn = false, bool ScreenOpen = false, MeldkamerChannel? Channel = null, ushort? Minutes = null,
    string? MeldkamerNumber = null, string? Note = null) : Receipt
{
    public override ReceiptLevel Level =>
        LifeCycle.MessageStates.IsMeldkamer(State) ? ReceiptLevel.ControlRoom : ReceiptLevel.Human;
}

/// <summary>The message could not be kept. The sender shows the reason in red; the hub shows the sealed bytes to staff.</summary>
/// <param name="Epoch">Epoch of the refused message.</param>
/// <param name="Serial">Serial of the refused message.</param>
/// <param name="EventNumber">As in <see cref="ProgressReceipt"/>.</param>
/// <param name="Reason">Why.</param>
public sealed record RefusedReceipt(ushort Epoch, uint Serial, ushort EventNumber, RefusalReason Reason) : Receipt
{
    public override ReceiptLevel Level => ReceiptLevel.Refused;
}

/// <summary>Why a message that came in whole is not kept.</summary>
public enum RefusalReason : byte
{
    Unknown = 1,

    /// <summary>Made by newer software: version or kind is not known here.</summary>
    NewerVersion,

    /// <summary>The seal is right but the content makes no sense.</summary>
    Malformed,

    /// <summary>No room to keep it.</summary>
    StorageFull,
}

/// <summary>By what means staff spoke to the meldkamer.</summary>
public enum MeldkamerChannel : byte { Unknown = 1, C2000, Phone, Courier, Digital, Other }
