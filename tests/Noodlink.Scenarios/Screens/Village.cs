using System.Globalization;
using Noodlink.Protocol.Messages;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Places;

namespace Noodlink.Scenarios.Screens;

/// <summary>The dorpshuis of Grijpskerk with its coördinatiepunt, as real programs, and a list of streets that were never
/// built.</summary>
internal static class Village
{
    /// <summary>What somebody types about the daughter's mother (domain.md, example 3).</summary>
    public const string Example =
        "Mevr thuis aan beademing, accu nog ±40 min zegt dochter. Aggregaat wil niet starten. Dochter is hier en wacht op antwoord.";

    /// <summary>Nothing runs yet.</summary>
    public static Region Create(Scene scene, Air? air = null, string name = "")
    {
        var region = Region.Create(scene, name, air: air);
        var settings = region.Node.Program.Settings;
        settings["Station:Name"] = "Grijpskerk";
        settings["Station:Gemeente"] = "Westerkwartier";
        settings["Station:Rd"] = "215900,585600";
        settings["Station:Contact"] = "portofoon kanaal 3";
        settings["Places:File"] = Places(scene, name);
        return region;
    }

    private static string Places(Scene scene, string name)
    {
        var path = Path.Combine(scene.Directory, $"{name}places.db");
        using var writer = new GazetteerWriter(path);
        foreach (var number in (int[])[1, 3, 5, 12])
        {
            Assert.True(HouseNumber.TryParse(number.ToString(CultureInfo.InvariantCulture), out var house));
            Assert.True(TypedPostcode.TryParse("9843AB", out var postcode));
            writer.AddAddress(
                "Modelweg", house, postcode, "Grijpskerk", "Westerkwartier", new Rd(215_900, 585_900 + number));
        }

        writer.AddPost("N355", 17.3m, null, "", "Grijpskerk", "Westerkwartier", new Rd(216_170, 585_000));
        writer.AddSpot("sluis Gaarkeuken", "sluis", "Gaarkeuken", "Westerkwartier", new Rd(218_900, 584_200));
        writer.Finish(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        return path;
    }
}
