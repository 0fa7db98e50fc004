using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;

namespace Noodlink.Node.Pages.Sending;

/// <summary>What the lists of this point say about a typed place.</summary>
/// <param name="Exact">Exactly what was typed; read back with "Klopt dit".</param>
/// <param name="Others">What it may be instead; a person chooses.</param>
/// <param name="More">There are more of them than these.</param>
/// <param name="AsTyped">Always possible: it goes on as it was typed. Null: nothing was typed.</param>
/// <param name="HasList">There is a list to look in.</param>
public sealed record PlaceAnswer(
    PlaceProposal? Exact, IReadOnlyList<PlaceProposal> Others, bool More, PlaceProposal? AsTyped, bool HasList);

/// <summary>Looks a typed place up. It proposes and completes nothing: what a person does not confirm is not
/// sent.</summary>
public static class PlaceSearching
{
    private const int SpotsMax = 8;
    private const int NearMetres = 1000;

    /// <param name="list">Null: there is none, and what is typed goes on as it is.</param>
    /// <param name="here">Where this point is.</param>
    public static PlaceAnswer Find(PlaceWay way, TypedFields typed, Gazetteer? list, Rd? here)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var asTyped = PlaceWays.Shown(way).Any(path => typed.One(path) is not null)
            ? PlaceProposal.AsTyped(typed, way) : null;
        if (way == PlaceWay.Point && asTyped?.Place.Rd is { } rd)
        {
            var near = list?.Near(rd, NearMetres, 1, PlaceKind.Address) is [var nearest] ? nearest : null;
            return new PlaceAnswer(PlaceProposal.Of(rd, typed, near, here), [], false, null, list is not null);
        }

        if (list is null || asTyped is null) return new PlaceAnswer(null, [], false, asTyped, list is not null);
        var (exact, others, more) = way switch
        {
            PlaceWay.Address => Addresses(typed, list, here),
            PlaceWay.Road => Posts(typed, list),
            PlaceWay.Spot => (null, list.FindSpots(typed.One("location.spot"), here, SpotsMax), false),
            _ => (null, [], false),
        };
        return new PlaceAnswer(
            exact is null ? null : PlaceProposal.Of(exact, typed, here),
            [.. others.Select(found => PlaceProposal.Of(found, typed, here))], more, asTyped, HasList: true);
    }

    private static (PlaceFound? Exact, IReadOnlyList<PlaceFound> Others, bool More) Addresses(
        TypedFields typed, Gazetteer list, Rd? here)
    {
        var number = typed.One("location.number");
        var found = list.FindAddress(typed.One("location.postcode"), number);
        if (found.All.Count == 0 && typed.One("location.street") is { } street)
            found = list.FindStreet(street, number, typed.One("location.place"), here);
        return (found.Exact, found.Candidates, found.More);
    }

    private static (PlaceFound? Exact, IReadOnlyList<PlaceFound> Others, bool More) Posts(TypedFields typed, Gazetteer list)
    {
        if (DraftFacts.Hectometre(typed.One("location.hectometre")) is not { } hectometre) return (null, [], false);
        var side = DraftFacts.Word<RoadSide>(typed, "location.side");
        if (list.FindPost(typed.One("location.road"), hectometre, side) is not { } found) return (null, [], false);
        return found.OffMetres == 0 ? (found.Post, [], false) : (null, [found.Post], false);
    }
}
