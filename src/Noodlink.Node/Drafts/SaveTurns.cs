namespace Noodlink.Node.Drafts;

/// <summary>Which save of a page this is. A browser may send the last two of a page that closes over two connections, and
/// the older one may come in last.</summary>
/// <param name="Page">Made by the page when it was loaded.</param>
/// <param name="Number">Counts the saves of that page.</param>
public readonly record struct SaveTurn(string Page, long Number);

/// <summary>The latest save of each draft that was taken, so that an older one of the same page does not put back what
/// was typed over. It stands in memory: what was under way when the program ended never comes in.</summary>
/// <remarks>One thread at a time.</remarks>
internal sealed class SaveTurns
{
    /// <summary>Drafts at once; more are never typed in within the seconds that a save is under way.</summary>
    private const int DraftsMax = 1000;

    private readonly Dictionary<string, SaveTurn> _latest = new(StringComparer.Ordinal);

    /// <summary>A later save of the same page was taken already.</summary>
    public bool IsOvertaken(string draft, SaveTurn? turn) =>
        turn is { } now && _latest.TryGetValue(draft, out var latest) && latest.Page == now.Page && latest.Number > now.Number;

    /// <summary>It was taken.</summary>
    public void Took(string draft, SaveTurn? turn)
    {
        if (turn is not { } now) return;
        if (_latest.Count >= DraftsMax) _latest.Clear();
        _latest[draft] = now;
    }
}
