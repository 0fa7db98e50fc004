using Noodlink.Screens.Pages;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Frame;

/// <summary>How far a message is.</summary>
/// <param name="Colour">grey, amber, blue, purple, green or red; each has a sign of its own beside it.</param>
/// <param name="Words">The label of interfaces.md §5.</param>
/// <param name="Undone">The coördinatiepunt took a step back, and nobody here has read that.</param>
/// <param name="Withdrawn">Withdrawn here when the meldkamer knew already: its state says nothing of that.</param>
public sealed record StateMarkModel(string Colour, string Words, bool Undone = false, bool Withdrawn = false)
{
    /// <summary>Of an own message.</summary>
    public static StateMarkModel Of(MessageView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new StateMarkModel(Marks.Colour(view), view.StateLabel, view.Undone, view.Withdrawn);
    }
}
