using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;

namespace Noodlink.Station.Tests.Places;

/// <summary>A small file of invented streets, in a folder of its own.</summary>
internal sealed class SomeGazetteer : IDisposable
{
    public static readonly Rd Here = new(215_900, 585_600);
    public static readonly DateTimeOffset MadeAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public string Folder { get; } = Directory.CreateTempSubdirectory("noodlink-places.").FullName;

    public string Path => System.IO.Path.Combine(Folder, "gazetteer.db");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public Gazetteer Make(Action<GazetteerWriter>? more = null)
    {
        using (var writer = new GazetteerWriter(Path))
        {
            foreach (var number in new[] { "3", "3a", "3-1", "5", "12" })
                Add(writer, "Modelweg", number, "9843AB", "Grijpskerk", "Westerkwartier", 215_900, 585_900);
            Add(writer, "Proefstraat", "3", "9843AC", "Grijpskerk", "Westerkwartier", 216_100, 585_600);
            Add(writer, "Proefstraat", "14", "9801AA", "Zuidhorn", "Westerkwartier", 222_900, 583_100);
            Add(writer, "Dr. Éénmanspad", "1", "9801AB", "Zuidhorn", "Westerkwartier", 222_950, 583_150);
            Add(writer, "Zandpad", "7", "", "'t Zandt", "Eemsdelta", 247_000, 598_000);
            foreach (var (hm, side) in new (decimal, RoadSide?)[] { (17.1m, null), (17.2m, null), (17.4m, null) })
                writer.AddPost("N355", hm, side, "", "Grijpskerk", "Westerkwartier", new Rd(216_000 + (int)(hm * 10), 585_000));
            writer.AddPost("A7", 190.5m, RoadSide.Left, "", "", "", new Rd(220_000, 570_000));
            writer.AddPost("A7", 190.5m, RoadSide.Right, "", "", "", new Rd(220_000, 570_020));
            writer.AddPost("A7", 190.5m, RoadSide.Right, "a", "", "", new Rd(220_000, 570_060));
            writer.AddSpot("sluis Gaarkeuken", "sluis", "Gaarkeuken", "Westerkwartier", new Rd(218_900, 584_200));
            writer.AddSpot("Station Stedum", "station", "Stedum", "Eemsdelta", new Rd(241_900, 592_700));
            writer.AddSpot("Súdwest-brug", "brug", "Delfzijl", "Eemsdelta", new Rd(257_000, 594_000));
            more?.Invoke(writer);
            writer.Finish(MadeAt);
        }

        return Gazetteer.TryOpen(Path, out var fault) ?? throw new InvalidOperationException(fault);
    }

    public static void Add(
        GazetteerWriter writer, string street, string number, string postcode, string place, string gemeente, int x, int y)
    {
        Assert.True(HouseNumber.TryParse(number, out var house), number);
        Assert.True(TypedPostcode.TryParse(postcode, out var code) || postcode.Length == 0, postcode);
        writer.AddAddress(street, house, code, place, gemeente, new Rd(x, y + house.Number));
    }
}
