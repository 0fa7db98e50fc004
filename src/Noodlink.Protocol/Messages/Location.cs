namespace Noodlink.Protocol.Messages;

/// <summary>Where it is (interfaces.md §3). The one question on which lives are lost (domain.md §2.4): everything that was
/// entered travels, and how certain the reporter is travels with it.</summary>
public sealed record Location
{
    /// <summary>When the operator did not choose: Road if there is a road, Address if there is a street or postcode,
    /// Point if there is only an RD position, otherwise Text.</summary>
    public required LocationKind Kind { get; init; }

    /// <summary>How sure the reporter is; always asked, never assumed.</summary>
    public required Certainty Certainty { get; init; }

    /// <summary>As typed, without the number.</summary>
    public string? Street { get; init; }

    /// <summary>House number with letter or addition: "3a", "12-2".</summary>
    public string? Number { get; init; }

    /// <summary>Four digits and two capitals without a space: "9843AB".</summary>
    public string? Postcode { get; init; }

    /// <summary>The village or town.</summary>
    public string? Place { get; init; }

    /// <summary>The municipality, where a village's name occurs twice.</summary>
    public string? Gemeente { get; init; }

    /// <summary>"N355", "A7".</summary>
    public string? Road { get; init; }

    /// <summary>Kilometres with at most one decimal, as on the signs: 17.3; 0.0..999.9.</summary>
    public decimal? Hectometre { get; init; }

    /// <summary>Of the road, seen in the direction of <see cref="Towards"/>.</summary>
    public RoadSide? Side { get; init; }

    /// <summary>The place that the traffic drives towards.</summary>
    public string? Towards { get; init; }

    /// <summary>A named spot: "sluis Gaarkeuken".</summary>
    public string? Spot { get; init; }

    /// <summary>Whole metres in the Dutch national grid (EPSG:28992).</summary>
    public Rd? Rd { get; init; }

    /// <summary>At most 80 code points.</summary>
    public string? Text { get; init; }
}

/// <summary>A position in the Dutch national grid (Rijksdriehoek, EPSG:28992).</summary>
/// <param name="X">Metres, 0..300,000.</param>
/// <param name="Y">Metres, 300,000..630,000.</param>
public readonly record struct Rd(int X, int Y)
{
    /// <summary>The largest <see cref="X"/>, in metres; the smallest is 0.</summary>
    public const int XMax = 300_000;
    /// <summary>The smallest <see cref="Y"/>, in metres.</summary>
    public const int YMin = 300_000;
    /// <summary>The largest <see cref="Y"/>, in metres.</summary>
    public const int YMax = 630_000;
}

/// <summary>In what words the place is given; decides what the sheet reads first.</summary>
public enum LocationKind : byte { Unknown = 1, Here, Address, Road, Spot, Point, Text }

/// <summary>How sure the reporter is of the place.</summary>
public enum Certainty : byte { Unknown = 1, Certain, Approximate, Guessed }

/// <summary>The side of a road.</summary>
public enum RoadSide : byte { Unknown = 1, Left, Right }
