using Noodlink.Screens.Pages;

namespace Noodlink.Node.Pages.Sending;

/// <summary>Where a place is asked for: of a noodmelding that is being made, or of an aanvulling.</summary>
/// <param name="Kept">The form that its fields go into.</param>
/// <param name="Form">What was typed, and what is wrong with it.</param>
/// <param name="Query">What stands in each address of it; empty: nothing.</param>
/// <param name="MapAddress">The points on the map; it leads back here with the point.</param>
/// <param name="NextAddress">Where it goes on.</param>
public sealed record PlaceAt(
    KeptForm.KeptFormModel Kept, FormFields Form, string Query, string MapAddress, string NextAddress);

/// <summary>Where it is: choosing a way, typing, or confirming.</summary>
/// <param name="Way">The way that was chosen; null: choose one.</param>
/// <param name="Answer">What the lists say about it; null: it is being typed.</param>
/// <param name="HasList">There is a list of addresses to look in.</param>
/// <param name="Current">The place as it stands; null: none yet.</param>
/// <param name="HereName">What "Hier" is.</param>
public sealed record PlaceModel(
    PlaceAt At, PlaceWay? Way, PlaceAnswer? Answer, bool HasList, string? Current, string HereName)
{
    /// <summary>The button that looks it up; null where an answer goes on by itself.</summary>
    public string? Look => Way is not null && Answer is null && HasList ? Noodlink.Station.Dutch.Words.Place_Look : null;

    /// <summary>Choosing another way.</summary>
    public string WaysAddress => With("");

    /// <summary>The form of a way.</summary>
    public string WayAddress(PlaceWay way) => With($"hoe={PlaceWays.Name(way)}");

    private string With(string query)
    {
        var all = string.Join('&', new[] { query, At.Query }.Where(part => part.Length > 0));
        return At.Kept.Address + (all.Length > 0 ? $"?{all}" : "");
    }
}
