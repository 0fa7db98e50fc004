using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Places;

/// <summary>What a place of the gazetteer is.</summary>
public enum PlaceKind : byte
{
    /// <summary>A house with its number.</summary>
    Address = 0,

    /// <summary>A hectometre post beside a road.</summary>
    Post = 1,

    /// <summary>What people call by its name: a lock, a station, a bridge.</summary>
    Spot = 2,

    /// <summary>A village or town; its position is the middle of its addresses.</summary>
    Village = 3,

    /// <summary>A street without a number; its position is the middle of its addresses.</summary>
    Street = 4,
}

/// <summary>One place of the gazetteer, with everything that reads it back to a person: "Klopt dit: Modelweg 3,
/// Grijpskerk, gemeente Westerkwartier, ongeveer 300 m van hier?"</summary>
/// <remarks>Immutable.</remarks>
public sealed record PlaceFound
{
    /// <summary>Which of the other fields are filled.</summary>
    public required PlaceKind Kind { get; init; }

    /// <summary>Where it is, in whole metres of the national grid.</summary>
    public required Rd Rd { get; init; }

    /// <summary>Address, street: its name.</summary>
    public string? Street { get; init; }

    /// <summary>Address: the number with letter and addition, "3a-2".</summary>
    public string? Number { get; init; }

    /// <summary>Address: "9843AB"; null where the BAG has none.</summary>
    public string? Postcode { get; init; }

    /// <summary>The village or town; null where the source does not say.</summary>
    public string? Place { get; init; }

    /// <summary>The municipality; null where the source does not say.</summary>
    public string? Gemeente { get; init; }

    /// <summary>Post: "N355".</summary>
    public string? Road { get; init; }

    /// <summary>Post: kilometres as on the sign, 17.3.</summary>
    public decimal? Hectometre { get; init; }

    /// <summary>Post: the side where it stands, seen towards the higher numbers; null where the source does not
    /// say.</summary>
    public RoadSide? Side { get; init; }

    /// <summary>Post: the letter behind the number on the sign of a slip road; null on the road itself.</summary>
    public string? Letter { get; init; }

    /// <summary>Spot, village: what people call it.</summary>
    public string? Spot { get; init; }

    /// <summary>Spot: what it is, in the words of the list: "sluis", "station".</summary>
    public string? SpotKind { get; init; }

    /// <summary>Whole metres from here to there, as the crow flies.</summary>
    public int MetresFrom(Rd here) => Metres(Rd, here);

    /// <summary>Whole metres between two positions.</summary>
    public static int Metres(Rd one, Rd other) =>
        (int)Math.Round(Math.Sqrt(Math.Pow((double)one.X - other.X, 2) + Math.Pow((double)one.Y - other.Y, 2)));

    /// <summary>The place as a noodmelding carries it; how certain it is, the reporter says. The side of a post is left out:
    /// a noodmelding gives it in the direction of travel, which only the reporter knows.</summary>
    public Location ToLocation(Certainty certainty) => new()
    {
        Kind = Kind switch
        {
            PlaceKind.Address or PlaceKind.Street => LocationKind.Address,
            PlaceKind.Post => LocationKind.Road,
            _ => LocationKind.Spot,
        },
        Certainty = certainty, Street = Street, Number = Number, Postcode = Postcode, Place = Place, Gemeente = Gemeente,
        Road = Road, Hectometre = Hectometre, Spot = Spot, Rd = Rd,
    };
}
