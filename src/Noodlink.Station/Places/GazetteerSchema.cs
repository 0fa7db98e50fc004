using System.Buffers.Binary;

namespace Noodlink.Station.Places;

// The file: ordinary SQLite, written once by `noodlink gazetteer import` and never changed.
//
// One R*Tree holds everything that has a position. Its third dimension is the kind, a thousand kilometres apart, so that
// "which villages are within 20 km" does not walk through the addresses between them. In that dimension every row is a
// kilometre thick: an R*Tree keeps near things together by the volume of their box, and if all were flat, every volume would be
// nothing and the tree a heap (a question then takes forty times as long). The key is the row's number times eight plus
// the kind. Streets are rows of their own: a million addresses have some thirty thousand of them, and a name
// is folded and compared once.

/// <summary>The tables of a gazetteer.</summary>
internal static class GazetteerSchema
{
    /// <summary>"NLG1": tells a gazetteer from any other SQLite file.</summary>
    public const int ApplicationId = 0x4E4C4731;

    /// <summary>A file with a higher number was made by a later program.</summary>
    public const int Version = 1;

    /// <summary>Metres between two kinds in the R*Tree's third dimension: more than the country is long.</summary>
    public const int KindMetres = 1_000_000;

    /// <summary>Kinds per row number in the R*Tree's key.</summary>
    public const int KindsPerKey = 8;

    public const string Tables =
        """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE street (id INTEGER PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL, place TEXT NOT NULL,
          place_folded TEXT NOT NULL, gemeente TEXT NOT NULL, gemeente_folded TEXT NOT NULL,
          UNIQUE (folded, place_folded, gemeente_folded)) STRICT;
        CREATE TABLE address (id INTEGER PRIMARY KEY, street INTEGER NOT NULL, number INTEGER NOT NULL,
          suffix TEXT NOT NULL, suffix_key TEXT NOT NULL, area INTEGER NOT NULL, letters TEXT NOT NULL,
          x INTEGER NOT NULL, y INTEGER NOT NULL, UNIQUE (street, number, suffix, area, letters)) STRICT;
        CREATE TABLE road (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE post (id INTEGER PRIMARY KEY, road INTEGER NOT NULL, hm INTEGER NOT NULL, side INTEGER NOT NULL,
          letter TEXT NOT NULL, place TEXT NOT NULL, gemeente TEXT NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL,
          UNIQUE (road, hm, side, letter, x, y)) STRICT;
        CREATE TABLE spot (id INTEGER PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL, kind TEXT NOT NULL,
          place TEXT NOT NULL, gemeente TEXT NOT NULL, village INTEGER NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL,
          UNIQUE (folded, kind, place, gemeente, x, y)) STRICT;
        CREATE TABLE spot_word (word TEXT NOT NULL, spot INTEGER NOT NULL, PRIMARY KEY (word, spot))
          WITHOUT ROWID, STRICT;
        CREATE VIRTUAL TABLE near USING rtree_i32(id, x0, x1, y0, y1, k0, k1);
        """;

    /// <summary>Made when all rows are there.</summary>
    public const string Finish =
        """
        INSERT OR IGNORE INTO spot (name, folded, kind, place, gemeente, village, x, y)
          SELECT place, place_folded, 'woonplaats', place, gemeente, 1, CAST(avg(x) AS INTEGER), CAST(avg(y) AS INTEGER)
          FROM street JOIN address ON address.street = street.id WHERE place <> ''
          GROUP BY place_folded, gemeente_folded;
        CREATE INDEX address_postcode ON address (area, number, letters);
        CREATE INDEX post_road ON post (road, hm);
        INSERT INTO near SELECT id * 8, x, x, y, y, 0, 1000 FROM address ORDER BY area, letters;
        INSERT INTO near SELECT id * 8 + 1, x, x, y, y, 1000000, 1001000 FROM post;
        INSERT INTO near
          SELECT id * 8 + 2 + village, x, x, y, y, (2 + village) * 1000000, (2 + village) * 1000000 + 1000 FROM spot;
        """;

    /// <summary>Says the file of itself that it is a gazetteer, whole or not, of whatever version? By the header of a SQLite
    /// file: its name at byte 0, the number of its application at 68.</summary>
    public static bool IsMarked(string path)
    {
        Span<byte> head = stackalloc byte[72];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && head.StartsWith("SQLite format 3\0"u8)
            && BinaryPrimitives.ReadInt32BigEndian(head[68..]) == ApplicationId;
    }
}
