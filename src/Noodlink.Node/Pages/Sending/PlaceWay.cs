using Noodlink.Node.Drafts;

namespace Noodlink.Node.Pages.Sending;

/// <summary>The ways to say where it is, in the order in which they are offered (domain.md §2.4).</summary>
public enum PlaceWay
{
    /// <summary>Postcode and number, or street, number and village.</summary>
    Address,

    /// <summary>Road, hectometre and direction.</summary>
    Road,

    /// <summary>A named spot.</summary>
    Spot,

    /// <summary>A point on the map, or its coordinates.</summary>
    Point,

    /// <summary>Own words.</summary>
    Words,
}

/// <summary>What a way is called, and which fields it asks for.</summary>
public static class PlaceWays
{
    private static readonly string[] Names = ["adres", "weg", "plek", "punt", "woorden"];

    /// <summary>Every field of a place but the certainty; a place is replaced whole, so that nothing of an older one stays
    /// behind.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        "location.kind", "location.postcode", "location.number", "location.street", "location.place", "location.gemeente",
        "location.road", "location.hectometre", "location.side", "location.towards", "location.spot", "location.rd.x",
        "location.rd.y", "location.text",
    ];

    /// <summary>From first to last.</summary>
    public static IReadOnlyList<PlaceWay> All { get; } = Enum.GetValues<PlaceWay>();

    /// <summary>In the address of its form.</summary>
    public static string Name(PlaceWay way) => Names[(int)way];

    /// <summary>Null: no way has that name.</summary>
    public static PlaceWay? Of(string? name) => Array.IndexOf(Names, name) is >= 0 and var place ? (PlaceWay)place : null;

    /// <summary>The fields that its form shows.</summary>
    public static IReadOnlyList<string> Shown(PlaceWay way) => way switch
    {
        PlaceWay.Address => ["location.postcode", "location.number", "location.street", "location.place", "location.text"],
        PlaceWay.Road => ["location.road", "location.hectometre", "location.towards", "location.side", "location.text"],
        PlaceWay.Spot => ["location.spot", "location.place", "location.text"],
        PlaceWay.Point => ["location.rd.x", "location.rd.y", "location.text"],
        _ => ["location.text", "location.place", "location.gemeente"],
    };

    /// <summary>The way of what was typed; null when nothing was, or "Hier".</summary>
    public static PlaceWay? Used(TypedFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return fields switch
        {
            _ when fields.One("location.kind") == "Here" => null,
            _ when fields.One("location.road") is not null || fields.One("location.hectometre") is not null => PlaceWay.Road,
            _ when fields.One("location.spot") is not null => PlaceWay.Spot,
            _ when fields.One("location.postcode") is not null || fields.One("location.street") is not null
                || fields.One("location.number") is not null => PlaceWay.Address,
            _ when fields.One("location.rd.x") is not null => PlaceWay.Point,
            _ when Paths.Any(path => fields.One(path) is not null) => PlaceWay.Words,
            _ => null,
        };
    }
}
