namespace Noodlink.Station.Places;

/// <summary>What the gazetteer knows of a typed address. Nothing is completed: a person chooses, or confirms.</summary>
/// <param name="Exact">The one address that is exactly what was typed; null when there is none, when there are several, or
/// when too little was typed to say.</param>
/// <param name="Candidates">The others that it may be: the same number with another letter, the same number elsewhere in the
/// four digits; best first, at most <see cref="Gazetteer.ItemsMax"/>.</param>
/// <param name="More">There are more candidates than these.</param>
public sealed record AddressSearch(PlaceFound? Exact, IReadOnlyList<PlaceFound> Candidates, bool More)
{
    /// <summary>Nothing is known of it.</summary>
    public static AddressSearch Nothing { get; } = new(null, [], More: false);

    /// <summary>The exact one first, then the candidates.</summary>
    public IReadOnlyList<PlaceFound> All => Exact is null ? Candidates : [Exact, .. Candidates];
}

/// <summary>The post of a road that is nearest to a number.</summary>
/// <param name="Post">The post itself.</param>
/// <param name="OffMetres">Metres along the road between its number and the one asked for: 0 when it is the one.</param>
/// <param name="Others">Posts with the same number: the other side of the road, a slip road.</param>
public sealed record PostFound(PlaceFound Post, int OffMetres, IReadOnlyList<PlaceFound> Others);

/// <summary>A place and how far it is from where was asked.</summary>
/// <param name="Place">The place.</param>
/// <param name="Metres">Whole metres as the crow flies.</param>
public sealed record PlaceNear(PlaceFound Place, int Metres);

/// <summary>What a gazetteer holds.</summary>
/// <param name="Addresses">Houses with a number.</param>
/// <param name="Streets">Streets, counted per village.</param>
/// <param name="Roads">Roads with posts.</param>
/// <param name="Posts">Hectometre posts.</param>
/// <param name="Spots">Named spots.</param>
/// <param name="Villages">Villages and towns, from the addresses.</param>
public sealed record GazetteerCounts(long Addresses, long Streets, long Roads, long Posts, long Spots, long Villages);
