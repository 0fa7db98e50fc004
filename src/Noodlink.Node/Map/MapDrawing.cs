using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Places;

namespace Noodlink.Node.Map;

/// <summary>What stands where in the drawing: pictures below, rings, marks with their names, and fields to press. Pure: the
/// same question gives the same drawing.</summary>
/// <param name="Pictures">Of the map file; none without one.</param>
/// <param name="Rings">Circles around this point.</param>
/// <param name="RingsAround">Their middle; null when it is so far away that no ring is seen.</param>
/// <param name="Marks">Places, the most important last, so that it lies on top.</param>
/// <param name="Fields">Pressing one moves the map to its middle.</param>
public sealed record MapDrawing(
    IReadOnlyList<MapPicture> Pictures, IReadOnlyList<MapRing> Rings, (double X, double Y)? RingsAround,
    IReadOnlyList<MapMark> Marks, IReadOnlyList<MapField> Fields)
{
    private const int FieldsAcross = 12;
    private const int FieldsDown = 6;
    private const int RingsMax = 5;
    private const int CrossReach = 34;

    // A phone cuts off this much at both sides; a name that can stand between stands between.
    private const int PhoneLeft = 194;

    private const int LetterHeight = 22;

    /// <param name="view">Which piece.</param>
    /// <param name="here">This point; null when it does not know where it is.</param>
    /// <param name="hereName">What people call it.</param>
    /// <param name="places">To mark, the most important first.</param>
    /// <param name="tiles">The levels that the map file has; null without one.</param>
    public static MapDrawing Of(
        MapView view, Rd? here, string hereName, IEnumerable<PlaceFound> places, MapLevels? tiles)
    {
        var around = view.Place(here ?? view.Center);
        // The arrow that points north lies over everything.
        var taken = new List<Box> { new((MapView.Width / 2.0) - 16, 0, 32, 70) };
        var marks = new List<MapMark>();
        if (here is { } point && Mark(view, point, "here", hereName, taken) is { } own) marks.Add(own);
        foreach (var place in places)
            if (Mark(view, place.Rd, StyleOf(place), NameOf(place), taken) is { } mark) marks.Add(mark);
        marks.Reverse();
        return new MapDrawing(
            tiles is null ? [] : [.. PicturesOf(view, tiles)], [.. RingsOf(view, around)], around, marks, [.. FieldsOf(view)]);
    }

    /// <summary>Of which kind it is, and whether it is a noodsteunpunt or coördinatiepunt in the list of spots.</summary>
    public static string StyleOf(PlaceFound place) => place.Kind switch
    {
        PlaceKind.Village => "village",
        PlaceKind.Post => "post",
        PlaceKind.Address => "house",
        PlaceKind.Street => "street",
        _ when IsStation(place) => "station",
        _ => "spot",
    };

    /// <summary>Another point of the network, as the list of spots has it.</summary>
    public static bool IsStation(PlaceFound place) =>
        FoldedText.Words(place.SpotKind) is "noodsteunpunt" or "coordinatiepunt";

    private static string NameOf(PlaceFound place) => place.Kind switch
    {
        PlaceKind.Post => FormattableString.Invariant($"{place.Hectometre:0.0}").Replace('.', ','),
        PlaceKind.Address => place.Number ?? "",
        _ => place.Spot ?? place.Street ?? "",
    };

    /// <summary>A name that would lie on another is left out, its mark is not.</summary>
    private static MapMark? Mark(MapView view, Rd rd, string style, string name, List<Box> taken)
    {
        if (view.Place(rd) is not var (x, y) || x < 0 || y < 0 || x > MapView.Width || y > MapView.Height) return null;
        var width = name.Length * LetterHeight * 0.55;
        // Beside the mark; where the cross is, beside that too.
        var beside = Math.Abs(x - (MapView.Width / 2.0)) < CrossReach && Math.Abs(y - (MapView.Height / 2.0)) < CrossReach
            ? CrossReach : 14;
        var boxes = new[] { NameBox(beside), NameBox(-beside - width) }
            .Where(box => box.X >= 0 && box.X + width <= MapView.Width && !taken.Exists(box.Overlaps))
            .OrderBy(box => box.X >= PhoneLeft && box.X + width <= MapView.Width - PhoneLeft ? 0 : 1).ToList();
        if (name.Length == 0 || boxes.Count == 0) return new MapMark(x, y, style, null, 0);
        taken.Add(boxes[0]);
        taken.Add(new Box(x - 10, y - 10, 20, 20));
        return new MapMark(x, y, style, name, boxes[0].X < x ? -beside : beside);

        Box NameBox(double aside) => new(x + aside, y - (LetterHeight / 2.0), width, LetterHeight);
    }

    /// <summary>Two or three that fit in the height, at distances that are easy to say.</summary>
    private static IEnumerable<MapRing> RingsOf(MapView view, (double X, double Y)? around)
    {
        if (around is not var (x, y)) yield break;
        var step = Round(MapView.Height * view.MetresPerUnit / 4);
        for (var i = 1; i <= RingsMax; i++)
        {
            var radius = i * step / view.MetresPerUnit;
            if (x + radius < 0 || x - radius > MapView.Width || y + radius < 0 || y - radius > MapView.Height) continue;
            // Where names are rare: half-way between the west and the north.
            var aside = radius * Math.Sqrt(0.5);
            yield return new MapRing(
                Math.Round(radius, 1), DistanceText.Of(i * step), Math.Round(x - aside, 1), Math.Round(y - aside, 1));
        }
    }

    /// <summary>1, 2 or 5 with noughts, not above the distance itself.</summary>
    private static int Round(double metres)
    {
        var ten = (int)Math.Pow(10, Math.Floor(Math.Log10(Math.Max(10, metres))));
        return metres >= 5 * ten ? 5 * ten : metres >= 2 * ten ? 2 * ten : ten;
    }

    private static IEnumerable<MapPicture> PicturesOf(MapView view, MapLevels tiles)
    {
        // Farther than the file goes there are no pictures; nearer than it goes the last ones are enlarged, at most eight
        // times: beyond that they are only colour.
        var level = Math.Min(view.Zoom, tiles.ZoomMax);
        if (level < tiles.ZoomMin || view.Zoom - level > 3) yield break;
        var across = 1 << level;
        var (corner, perUnit) = view.Frame();
        var size = Mercator.TileSize * (double)(1 << (view.Zoom - level));
        var (firstX, firstY) = ((int)Math.Floor(corner.X * across), (int)Math.Floor(corner.Y * across));
        var lastX = (int)Math.Floor((corner.X + (MapView.Width * perUnit)) * across);
        var lastY = (int)Math.Floor((corner.Y + (MapView.Height * perUnit)) * across);
        for (var row = Math.Max(0, firstY); row <= Math.Min(across - 1, lastY); row++)
            for (var column = Math.Max(0, firstX); column <= Math.Min(across - 1, lastX); column++)
            {
                var (x, y) = view.Place(new Mercator((double)column / across, (double)row / across));
                // A hair larger than it is: between two pictures that only touch, a screen shows a line.
                yield return new MapPicture($"/kaart/tegels/{level}/{column}/{row}?v={tiles.Version}", x, y, size + 0.5);
            }
    }

    private static IEnumerable<MapField> FieldsOf(MapView view)
    {
        const double width = MapView.Width / (double)FieldsAcross, height = MapView.Height / (double)FieldsDown;
        for (var row = 0; row < FieldsDown; row++)
            for (var column = 0; column < FieldsAcross; column++)
            {
                var (x, y) = (column * width, row * height);
                yield return new MapField(x, y, width, height, view.To(x + (width / 2), y + (height / 2)).Address);
            }
    }

    private readonly record struct Box(double X, double Y, double Width, double Height)
    {
        public bool Overlaps(Box other) => X < other.X + other.Width && other.X < X + Width
            && Y < other.Y + other.Height && other.Y < Y + Height;
    }
}

/// <summary>The levels of a map file.</summary>
public sealed record MapLevels(int ZoomMin, int ZoomMax, string Version);

/// <summary>A picture of the map file and where it lies.</summary>
public sealed record MapPicture(string Address, double X, double Y, double Size);

/// <summary>A circle of one distance, with its words on it.</summary>
public sealed record MapRing(double Radius, string Words, double TextX, double TextY);

/// <summary>A place.</summary>
/// <param name="Style">Its shape: here, station, village, spot, post or house.</param>
/// <param name="Name">Null where it would lie on another name.</param>
/// <param name="NameX">Where the name begins beside the mark; below 0: where it ends.</param>
public sealed record MapMark(double X, double Y, string Style, string? Name, int NameX);

/// <summary>A piece of the map to press.</summary>
public sealed record MapField(double X, double Y, double Width, double Height, string Address);
