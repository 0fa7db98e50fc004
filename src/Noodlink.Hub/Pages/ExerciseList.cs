using Microsoft.Extensions.Primitives;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>The exercises that we started and did not stop: nobody has to remember their codes. What a noodsteunpunt made of
/// an order is not asked here; an order that is still on its way counts.</summary>
internal sealed class ExerciseList(Desk desk)
{
    /// <summary>In the address of the page: the code of the exercise that the form is filled for.</summary>
    public const string StopField = "stop";

    private const int PageSize = 500;

    /// <summary>The list, with a button for each; nothing when none goes on.</summary>
    public Html Shown()
    {
        var going = GoingOn();
        return Html.If(going.Count > 0, $"""
            <h2>{Words.Announce_GoingOn}</h2>
            <div class="scroll"><table>
            {TableHead.Of(Words.Announce_Name, Words.Announce_Code, Words.Announce_Since, Words.Announce_ForWhom, "")}
            <tbody>{going.Select(Row)}</tbody></table></div>
            """);
    }

    /// <summary>The form to stop an exercise, filled in; null when no exercise of this code goes on.</summary>
    public IFormCollection? StopOf(string? id) => GoingOn().Find(one => one.Id == id) is not { } exercise ? null
        : new FormCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal)
        {
            ["action"] = $"{ExerciseAction.Stop}", ["exerciseId"] = exercise.Id, ["name"] = exercise.Name,
            // To some of them: whoever never heard of its start takes no harm from its stop.
            ["to"] = exercise.Stations is [var only] ? only.Id : AnnouncePage.All,
        });

    private Html Row(Exercise exercise) => Html.Of($"""
        <tr><td>{exercise.Name}</td><td class="number">{exercise.Id}</td><td>{DutchTime.DateAndTimeShort(exercise.Since)}</td>
        <td>{(exercise.Stations.Count == desk.Stations.Count ? Words.Announce_All
            : string.Join(", ", exercise.Stations.Select(station => station.Name)))}</td>
        <td><a class="button" href="{AnnouncePage.ExerciseAddress}?{StopField}={Uri.EscapeDataString(exercise.Id)}"
        aria-label="{Say.It(Words.Announce_StopOf, exercise.Name)}">{Words.Announce_Stop}</a></td></tr>
        """);

    // The latest begun first. The orders of each noodsteunpunt are played in the order in which we gave them.
    private List<Exercise> GoingOn()
    {
        var begun = new Dictionary<(string Station, string Id), (string Name, DateTimeOffset Since)>();
        foreach (var view in Orders().OrderBy(view => view.Journal))
        {
            var control = (ExerciseControl)view.Body!;
            var key = (view.Station, control.ExerciseId);
            if (control.Action == ExerciseAction.Stop) begun.Remove(key);
            else begun[key] = (
                control.Name ?? control.ExerciseId, begun.TryGetValue(key, out var known) ? known.Since : view.StoredAt);
        }

        return [
            .. desk.Stations.SelectMany(station => begun.Where(one => one.Key.Station == station.Id).Select(
                    one => (Station: station, one.Key.Id, one.Value.Name, one.Value.Since)))
                .GroupBy(one => one.Id, StringComparer.Ordinal)
                .Select(group => new Exercise(
                    group.Key, group.MaxBy(one => one.Since).Name, group.Min(one => one.Since),
                    [.. group.Select(one => one.Station)]))
                .OrderByDescending(exercise => exercise.Since),
        ];
    }

    private IEnumerable<MessageView> Orders()
    {
        long? before = null;
        do
        {
            var page = desk.Messages(new MessageFilter([], [Kind.ExerciseControl], PageSize, before));
            foreach (var view in page.Items)
                if (view is { Own: true, Body: ExerciseControl } && view.Status != MessageStatus.Test) yield return view;
            before = page.Next;
        }
        while (before is not null);
    }

    private sealed record Exercise(string Id, string Name, DateTimeOffset Since, IReadOnlyList<StationView> Stations);
}
