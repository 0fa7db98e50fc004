namespace Noodlink.Screens.Frame;

/// <summary>The bar on top of every page: how this point is doing, always true.</summary>
/// <param name="Alarms">What asks for sound until somebody reads it; a new one sounds at once.</param>
public sealed record BarModel(IReadOnlyList<BarItem> Items, IReadOnlyList<string> Alarms)
{
    /// <summary>Where to come back to when the screen was covered; null: it cannot be.</summary>
    public string? CoverTarget { get; init; }

    /// <summary>A phone shows these; the rest is one press away.</summary>
    private const int ShownOnPhone = 3;

    /// <summary>What a phone folds away.</summary>
    public IEnumerable<BarItem> Less => Items.Where(item => !IsAmongWorst(item));

    /// <summary>Is it one of the few that a phone shows? Of two that are as bad, the one that stands first.</summary>
    public bool IsAmongWorst(BarItem item) =>
        Items.OrderByDescending(one => one.Level).Take(ShownOnPhone).Contains(item);
}

/// <summary>One thing in the bar.</summary>
/// <param name="Id">Of its element, for the page that is refreshed in parts.</param>
/// <param name="Label">What it is about.</param>
/// <param name="Words">How it is. The colour says nothing that the words do not say.</param>
/// <param name="Level">How it looks.</param>
/// <param name="Address">Where it can be changed or read further; null: nowhere.</param>
public sealed record BarItem(string Id, string Label, string Words, BarLevel Level = BarLevel.Good, string? Address = null);

/// <summary>How a thing in the bar looks.</summary>
public enum BarLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Somebody should know.</summary>
    Wait,

    /// <summary>Somebody should do something.</summary>
    Bad,
}
