using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Noodlink.Node.Drafts;

/// <summary>Which save of a page this is. A browser may send two saves of a page, or the last one and the form itself,
/// over two connections, and the older may come in last.</summary>
/// <param name="Page">Made by the page when it was loaded.</param>
/// <param name="Number">Counts what that page hands in.</param>
/// <param name="IsForm">The form itself, with the button that was pressed: it is never passed by. What a button says stands
/// in no save.</param>
public readonly record struct SaveTurn(string Page, long Number, bool IsForm = false)
{
    /// <summary>Of a form that is handed in; null: without a script nothing else is under way.</summary>
    public static SaveTurn? Of(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return form["_page"].ToString() is { Length: > 0 and <= 64 } page
            && long.TryParse(form["_turn"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new SaveTurn(page, number, IsForm: true) : null;
    }
}

/// <summary>The latest that was taken of each page for each draft, so that an older save of the same page does not put
/// back what was typed over. It stands in memory: what was under way when the program ended never comes in.</summary>
/// <remarks>One thread at a time.</remarks>
internal sealed class SaveTurns
{
    /// <summary>Pages at once; more are never typed in within the seconds that a save is under way.</summary>
    private const int PagesMax = 1000;

    private readonly Dictionary<(string Draft, string Page), long> _latest = [];

    /// <summary>A later save of the same page was taken already.</summary>
    public bool IsOvertaken(string draft, SaveTurn? turn) =>
        turn is { IsForm: false } now && _latest.TryGetValue((draft, now.Page), out var latest) && latest > now.Number;

    /// <summary>It was taken.</summary>
    public void Took(string draft, SaveTurn? turn)
    {
        if (turn is not { } now) return;
        if (_latest.Count >= PagesMax) _latest.Clear();
        _latest[(draft, now.Page)] = Math.Max(now.Number, _latest.GetValueOrDefault((draft, now.Page)));
    }
}
