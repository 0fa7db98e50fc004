using Microsoft.Data.Sqlite;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Places;

// Problem: "waar bent u?" is the question on which lives are lost, and nothing outside this machine can be asked.
//
// Idea: one SQLite file of all addresses, hectometre posts and named spots, made beforehand by a technician. It is opened
// as a file that never changes, so that no lookup holds a lock on it and a new one can be renamed over it at any time.
// What comes out is only ever a proposal: a person confirms it, and without a file the form goes on with typed words.

/// <summary>The places that this station knows: a read-only file made by <c>noodlink gazetteer import</c>.</summary>
/// <remarks>Safe to call from any thread; lookups take turns. No lookup throws: a file that is damaged gives what can still
/// be read, or nothing, and says so in <see cref="Fault"/>.</remarks>
public sealed partial class Gazetteer : IDisposable
{
    /// <summary>The most places that one lookup gives: more than fit on a screen.</summary>
    public const int ItemsMax = 20;

    /// <summary>The widest circle of <see cref="Near"/>, in metres: a safety region is not wider.</summary>
    public const int RadiusMax = 60_000;

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];
    private bool _disposed;

    private Gazetteer(SqliteConnection connection, string path)
    {
        _connection = connection;
        Path = path;
        Counts = new GazetteerCounts(
            Meta("addresses"), Meta("streets"), Meta("roads"), Meta("posts"), Meta("spots"), Meta("villages"));
        MadeAt = DateTimeOffset.FromUnixTimeSeconds(Meta("made"));
    }

    /// <summary>Where the file stands.</summary>
    public string Path { get; }

    /// <summary>What it holds, as counted when it was made.</summary>
    public GazetteerCounts Counts { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; }

    /// <summary>What went wrong at the last lookup that failed; null while all went well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Of the file; it need not be there.</param>
    /// <param name="fault">One English sentence: missing, no gazetteer, damaged, or made by a later program.</param>
    /// <returns>Null with <paramref name="fault"/>, never an exception for what the file is.</returns>
    public static Gazetteer? TryOpen(string path, out string fault)
    {
        fault = "";
        if (!File.Exists(path))
        {
            fault = $"{path} is not there.";
            return null;
        }

        SqliteConnection? connection = null;
        try
        {
            connection = Sqlite.OpenImmutable(System.IO.Path.GetFullPath(path));
            if (Sqlite.Scalar(connection, "PRAGMA application_id") is not (long)GazetteerSchema.ApplicationId)
                fault = $"{path} is no gazetteer; `noodlink gazetteer import` makes one.";
            else if (Sqlite.Scalar(connection, "PRAGMA user_version") is not (long)GazetteerSchema.Version)
                fault = $"{path} was made by another version of the program; make it again.";
            else return new Gazetteer(connection, path);
        }
        catch (Exception e) when (IsOfTheFile(e))
        {
            fault = $"{path} cannot be read: {e.Message}";
        }

        connection?.Dispose();
        return null;
    }

    /// <summary>An address by postcode and number: "9843AB" and "3a". With only the four digits there are candidates and
    /// never an exact one.</summary>
    /// <returns><see cref="AddressSearch.Nothing"/> for what is no postcode or number, and for what is not known.</returns>
    public AddressSearch FindAddress(string? postcode, string? number)
    {
        if (!TypedPostcode.TryParse(postcode, out var code) || !HouseNumber.TryParse(number, out var house))
            return AddressSearch.Nothing;
        return Ask(
            () =>
            {
                var rows = code.IsWhole
                    ? All(AddressRow, $"{AddressSql} WHERE area = $1 AND number = $2 AND letters = $3 {ByStreet}",
                        (long)code.Area, (long)house.Number, code.Letters, (long)ItemsMax + 1)
                    : All(AddressRow, $"{AddressSql} WHERE area = $1 AND number = $2 {ByStreet3}",
                        (long)code.Area, (long)house.Number, (long)ItemsMax + 1);
                return Choose(rows, house, mayBeExact: code.IsWhole);
            }, AddressSearch.Nothing);
    }

    /// <summary>An address by street, number and village or gemeente; without a number the streets themselves. An exact one
    /// only when the village is given and the street's name is whole.</summary>
    /// <param name="here">Of streets with one name the nearest to this comes first; null: by the name of the village.</param>
    public AddressSearch FindStreet(string? street, string? number, string? place, Rd? here = null)
    {
        var key = FoldedText.Key(street);
        if (key.Length < 2) return AddressSearch.Nothing;
        var where = FoldedText.Key(place);
        if (!HouseNumber.TryParse(number, out var house))
            return string.IsNullOrWhiteSpace(number)
                ? Ask(() => Streets(key, where), AddressSearch.Nothing) : AddressSearch.Nothing;
        return Ask(
            () =>
            {
                var whole = All(
                    AddressRow, $"{AddressSql} WHERE number = $1 AND folded = $2 AND {InPlace} {ByPlace}",
                    (long)house.Number, key, where, (long)ItemsMax + 1, (long?)here?.X, (long?)here?.Y);
                if (whole.Count > 0) return Choose(whole, house, mayBeExact: where.Length > 0);
                var begun = All(
                    AddressRow,
                    $"{AddressSql} WHERE number = $1 AND folded >= $2 AND folded < $2 || '~' AND {InPlace} {ByPlace}",
                    (long)house.Number, key, where, (long)ItemsMax + 1, (long?)here?.X, (long?)here?.Y);
                return Choose(begun, house, mayBeExact: false);
            }, AddressSearch.Nothing);
    }

    /// <summary>The post of a road that is nearest to this number.</summary>
    /// <param name="road">"N355", "n 355".</param>
    /// <param name="hectometre">Kilometres as on the sign, 17.3; 0..999.9.</param>
    /// <param name="side">Where both sides have posts, the one meant; null or Unknown: either.</param>
    /// <returns>Null when the road has no posts here.</returns>
    public PostFound? FindPost(string? road, decimal hectometre, RoadSide? side)
    {
        var name = RoadName(road);
        if (name.Length == 0 || hectometre is < 0 or > Limits.HectometreMax) return null;
        var wanted = (long)decimal.Truncate(hectometre * 10);
        return Ask(
            () =>
            {
                if (First(r => Tuple.Create(r.GetInt64(0)), "SELECT id FROM road WHERE name = $1", name) is not var (id))
                    return null;
                var above = Scalar("SELECT min(hm) FROM post WHERE road = $1 AND hm >= $2", id, wanted);
                var below = Scalar("SELECT max(hm) FROM post WHERE road = $1 AND hm <= $2", id, wanted);
                if ((above ?? below) is null) return null;
                var best = above is null || (below is not null && wanted - below <= above - wanted) ? below!.Value : above.Value;
                // The road itself before its slip roads, the side meant before the other.
                var posts = All(
                    PostRow,
                    $"""
                     {PostSql} WHERE road = $1 AND hm = $2
                     ORDER BY letter <> '', side <> $3, side, post.id LIMIT $4
                     """, id, best, (long)(side ?? RoadSide.Unknown), (long)ItemsMax);
                return posts.Count == 0
                    ? null : new PostFound(posts[0], (int)Math.Abs(best - wanted) * 100, posts.GetRange(1, posts.Count - 1));
            }, null);
    }

    /// <summary>Named spots and villages in whose name, kind or village every typed word begins a word.</summary>
    /// <param name="text">At least two letters or digits; at most six words count.</param>
    /// <param name="here">Of equal matches the nearest to this comes first.</param>
    /// <param name="limit">1..<see cref="ItemsMax"/>.</param>
    public IReadOnlyList<PlaceFound> FindSpots(string? text, Rd? here = null, int limit = 10)
    {
        var folded = FoldedText.Words(text);
        if (folded.Length < 2) return [];
        var words = folded.Split(' ').Distinct(StringComparer.Ordinal).Take(6).ToList();
        limit = Math.Clamp(limit, 1, ItemsMax);
        var matches = string.Join(
            " INTERSECT ",
            words.Select((_, i) => $"SELECT spot FROM spot_word WHERE word >= ${i + 5} AND word < ${i + 5} || '~'"));
        return Ask(
            () => All(
                SpotRow,
                $"""
                 {SpotSql} WHERE id IN ({matches})
                 ORDER BY folded <> $1, folded NOT LIKE $1 || '%',
                   (x - $2) * (x - $2) + (y - $3) * (y - $3), folded, id LIMIT $4
                 """,
                [folded, (long?)here?.X, (long?)here?.Y, (long)limit, .. words]), []);
    }

    /// <summary>"n 355" is the road N355, as its sign says it; empty for what is no road number.</summary>
    public static string RoadName(string? typed)
    {
        if (typed is null || typed.Length > 16) return "";
        var road = typed.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return road.Length is >= 2 and <= 6 && char.IsAsciiLetterUpper(road[0])
            && road.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? road : "";
    }

    /// <summary>After this every lookup gives nothing.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _disposed = true;
            foreach (var statement in _statements.Values) statement.Dispose();
            _statements.Clear();
            _connection.Dispose();
        }
    }

    /// <summary>The same number: exactly what was typed apart, the others behind it.</summary>
    private static AddressSearch Choose(List<PlaceFound> rows, HouseNumber house, bool mayBeExact)
    {
        var more = rows.Count > ItemsMax;
        if (more) rows.RemoveAt(ItemsMax);
        var same = rows.Where(row => HouseNumber.TryParse(row.Number, out var number) && number.Key == house.Key).ToList();
        var exact = mayBeExact && !more && same.Count == 1 ? same[0] : null;
        return new AddressSearch(exact, [.. same.Where(row => row != exact), .. rows.Where(row => !same.Contains(row))], more);
    }
}
