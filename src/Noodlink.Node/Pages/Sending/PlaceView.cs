using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Places;

namespace Noodlink.Node.Pages.Sending;

/// <summary>Makes of an address and a draft what is to be seen of the question where it is.</summary>
internal sealed class PlaceView(LocalGazetteer places, StationSetup setup)
{
    /// <summary>What "Hier" is: this point, with its address where somebody entered it.</summary>
    public string Here => string.IsNullOrWhiteSpace(setup.Station.Address)
        ? setup.Identity.Name : $"{setup.Identity.Name} ({setup.Station.Address})";

    public PlaceModel Of(HttpContext context, PlaceAt at, TypedFields typed)
    {
        var query = context.Request.Query;
        var way = PlaceWays.Of(query["hoe"]);
        var list = places.Current;
        // The map leads here with the point that was pressed.
        var fields = way == PlaceWay.Point && query["x"].Count > 0
            ? typed.With("location.rd.x", query["x"].ToString()).With("location.rd.y", query["y"].ToString()) : typed;
        var looks = way is not null && (query["zoek"] == "1" || query["x"].Count > 0);
        var faults = looks && way == PlaceWay.Point ? PointFaults.Of(fields) : FormFields.NoErrors;
        if (faults.Count > 0) at = at with { Form = new FormFields(fields.AsForm(), faults) };
        var answer = looks && faults.Count == 0
            ? PlaceSearching.Find(way!.Value, fields, list, StationSetup.Position(setup.Station.Rd)) : null;
        var canLook = way == PlaceWay.Point || (list is not null && way is not PlaceWay.Words);
        return new PlaceModel(at, way, answer, canLook, Confirmed(typed), Here);
    }

    /// <summary>The place that a person confirmed, as it is read back; null: none yet.</summary>
    public static string? Confirmed(TypedFields fields) => !Steps.IsFilled(Step.Place, fields) ? null
        : DraftFacts.Place(fields)! is { Kind: not LocationKind.Point } place
            ? PlaceText.Of(place with { Rd = null }) : PlaceText.Of(DraftFacts.Place(fields)!);
}
