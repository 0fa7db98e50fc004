using Noodlink.Protocol.LifeCycle;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>A noodmelding that was told more than once (read aloud, on paper, by machine): what the accounts say
/// differently, side by side. People decide; nothing is merged by guess.</summary>
internal static class AccountsPanel
{
    public static Html Of(HttpContext context, MessageView view, DateTimeOffset now)
    {
        if (view.Accounts.Count < 2) return Html.Empty;
        var columns = view.Accounts.Select(account => Words(account)).ToList();
        var rows = columns[0].Select((row, i) => (row.Question, Words: columns.ConvertAll(column => column[i].Words)))
            .Where(row => row.Words.Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1).ToList();
        return Html.Of($"""
            <section id="verschillen" class="{(view.Differs ? "alert" : "")}">
            <h2>Twee keer verteld{(rows.Count > 0 ? ": dit is anders" : "")}</h2>
            {(rows.Count == 0 ? Html.Of($"<p>Alles wat is verteld, is hetzelfde.</p>") : Table(view, rows, now))}
            <div class="buttons">{(view.Differs ? Button(context, view, StaffEventType.Compared, "Verschillen bekeken") : Html.Empty)}
            {Button(context, view, StaffEventType.Separated, "Dit zijn twee meldingen")}</div>
            </section>
            """);
    }

    private static List<(string Question, string? Words)> Words(Account account) =>
        [.. FactsList.Rows(account.Facts ?? new Protocol.Messages.AlarmFacts(), account.OnBehalfOf)];

    private static Html Table(MessageView view, List<(string Question, List<string?> Words)> rows, DateTimeOffset now) =>
        Html.Of($"""
            <div class="scroll"><table>
            <thead><tr><th scope="col">Vraag</th>{view.Accounts.Select(account => Html.Of($"""
                <th scope="col">{MessageLabels.Of(account.Bearer)} {Ago.Moment(account.At, now)}{(
                    account.Complete ? "" : ", toelichting volgt")}</th>
                """))}</tr></thead>
            <tbody>{rows.Select(row => Html.Of($"""
                <tr><th scope="row">{row.Question}</th>{row.Words.Select(
                    words => Html.Of($"<td>{(string.IsNullOrEmpty(words) ? "–" : words)}</td>"))}</tr>
                """))}</tbody></table></div>
            """);

    private static Html Button(HttpContext context, MessageView view, StaffEventType type, string words) => Html.Of($"""
        <form method="post" action="/meldingen/{view.Number}/gebeurtenis">{Forms.Token(context)}
        <input type="hidden" name="{ActionForm.TypeField}" value="{type.ToString()}"><button class="button">{words}</button></form>
        """);
}
