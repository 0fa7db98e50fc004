using Noodlink.Screens.Markup;

namespace Noodlink.Screens.Pages;

/// <summary>The head of a table.</summary>
internal static class TableHead
{
    public static Html Of(params string[] columns) => Html.Of($"""
        <thead><tr>{columns.Select(column => Html.Of($"""<th scope="col">{column}</th>"""))}</tr></thead>
        """);
}
