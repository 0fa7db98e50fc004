using System.Globalization;
using System.Text.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Places;

namespace Noodlink.Cli.Commands;

/// <summary>What <c>noodlink gazetteer find --json</c> prints of one place.</summary>
/// <param name="Metres">From the position asked for; or along the road from the post asked for.</param>
internal sealed record FoundPlace(
    string Text, PlaceKind Kind, string? Place, string? Gemeente, string? Postcode, int X, int Y, bool Exact, int? Metres);

/// <summary>One line of text, understood as the form's fields would be.</summary>
internal static class GazetteerSearch
{
    private const int AroundMetres = 1000;

    public static int Run(string path, string text, bool json)
    {
        using var gazetteer = Gazetteer.TryOpen(path, out var fault);
        if (gazetteer is null)
        {
            Console.Error.WriteLine(fault);
            return File.Exists(path) ? ExitCode.WrongConfiguration : ExitCode.Unavailable;
        }

        var found = Find(gazetteer, text.Trim());
        if (json) Console.WriteLine(JsonSerializer.Serialize(found, CliJson.Readable.ListFoundPlace));
        else
            foreach (var place in found)
                Console.WriteLine(
                    $"{(place.Exact ? "=" : "?")} {place.Text}  RD {place.X},{place.Y}"
                    + (place.Metres is { } metres ? $"  {metres} m" : ""));
        if (gazetteer.Fault is { } damage)
        {
            Console.Error.WriteLine(damage);
            return ExitCode.Failed;
        }

        if (found.Count == 0 && !json) Console.Error.WriteLine($"Nothing is known of '{text}'.");
        return found.Count == 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static List<FoundPlace> Find(Gazetteer gazetteer, string text)
    {
        if (StationSetup.Position(text) is { } rd)
            return [.. gazetteer.Near(rd, AroundMetres, Gazetteer.ItemsMax).Select(one => Row(one.Place, one.Metres == 0, one.Metres))];
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0)
        {
            var (first, rest) = (text[..space], text[(space + 1)..].Trim());
            if (first.Length == 4 && rest.Length > 3 && rest[2] == ' ' && TypedPostcode.TryParse(first + rest[..2], out _))
                (first, rest) = (first + rest[..2], rest[3..]);
            if (TypedPostcode.TryParse(first, out _)) return Rows(gazetteer.FindAddress(first, rest));
            if (decimal.TryParse(rest.Replace(',', '.'), NumberStyles.Number, CultureInfo.InvariantCulture, out var hectometre)
                && gazetteer.FindPost(first, hectometre, side: null) is { } post)
                return
                [
                    Row(post.Post, post.OffMetres == 0 && post.Others.Count == 0, post.OffMetres),
                    .. post.Others.Select(other => Row(other, exact: false, post.OffMetres)),
                ];
        }

        var comma = text.LastIndexOf(',');
        var (before, place) = comma > 0 ? (text[..comma].Trim(), text[(comma + 1)..].Trim()) : (text, "");
        var number = before.IndexOfAny(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
        var streets = number > 1
            ? gazetteer.FindStreet(before[..number], before[number..], place) : gazetteer.FindStreet(before, "", place);
        return [.. Rows(streets), .. gazetteer.FindSpots(text).Select(spot => Row(spot, exact: false, metres: null))];
    }

    private static List<FoundPlace> Rows(AddressSearch search) =>
        [.. search.All.Select(place => Row(place, place == search.Exact, metres: null))];

    private static FoundPlace Row(PlaceFound place, bool exact, int? metres)
    {
        var name = place.Kind switch
        {
            PlaceKind.Post => FormattableString.Invariant($"{place.Road} {place.Hectometre:0.0}{place.Letter}")
                + (place.Side is { } side ? $" {(side == RoadSide.Left ? "Li" : "Re")}" : ""),
            PlaceKind.Address or PlaceKind.Street => $"{place.Street} {place.Number}".TrimEnd(),
            PlaceKind.Village => $"{place.Spot} (village)",
            _ => place.Spot!,
        };
        string?[] parts = [name, place.Postcode, place.Kind == PlaceKind.Village ? null : place.Place, place.Gemeente];
        return new FoundPlace(
            string.Join(", ", parts.Where(part => part is not null)), place.Kind, place.Place, place.Gemeente, place.Postcode,
            place.Rd.X, place.Rd.Y, exact, metres);
    }
}
