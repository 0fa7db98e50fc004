namespace Noodlink.Protocol.Messages;

/// <summary>Voorraad en capaciteit of a noodsteunpunt (domain.md §3a). Station to hub.</summary>
/// <param name="Items">1..12, in the order entered.</param>
/// <param name="Text">At most 60 code points.</param>
public sealed record StockReport(ValueList<StockLine> Items, string? Text) : MessageBody
{
    public override Kind Kind => Kind.StockReport;
}

/// <summary>One kind of stock.</summary>
/// <param name="Item">What.</param>
/// <param name="Amount">0..65535; 0: there is nothing left.</param>
/// <param name="Unit">Of the amount; null: pieces, or whatever speaks for itself.</param>
/// <param name="HoursLeft">How long it lasts at the present use, 0..254; null: not known.</param>
public readonly record struct StockLine(StockItem Item, ushort Amount, StockUnit? Unit = null, byte? HoursLeft = null);

/// <summary>What a noodsteunpunt has or has room for. The list is ours: what the seeds name (domain.md §1, 7-11) and what
/// runs out first.</summary>
public enum StockItem : byte
{
    Unknown = 1, Water, Food, BabySupplies, Blankets,

    /// <summary>Places to sleep.</summary>
    Beds,

    /// <summary>Places to sit in the warmth.</summary>
    Seats,
    Fuel, Batteries,

    /// <summary>Places to charge a telephone or a device.</summary>
    ChargingPlaces,
    FirstAidSupplies, Medicine, Hygiene, Other,
}

/// <summary>What an amount counts.</summary>
public enum StockUnit : byte { Unknown = 1, Pieces, Litres, Kilograms, Portions, Boxes, Places }
