using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Api;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>A noodmelding that was told more than once: what differs, side by side, and what people decide about it.</summary>
internal static class AccountsPanel
{
    /// <summary>Danger to life as the worst account has it: in a list nobody reads the second one.</summary>
    public static Html Danger(MessageView view)
    {
        if (view.Body is not Alarm { Facts.DangerToLife: var first }) return Html.Empty;
        var said = view.Accounts.Select(account => account.Facts?.DangerToLife).Append(first).ToList();
        return Marks.Danger(
            said.Contains(Protocol.Messages.Danger.Yes) ? Protocol.Messages.Danger.Yes
            : said.Contains(Protocol.Messages.Danger.Unknown) ? Protocol.Messages.Danger.Unknown : first);
    }

    /// <summary>For a list: the meldkamer was told something else than what came in later.</summary>
    public static Html Badge(MessageView view) => Html.Of($"""
        {Html.If(view.Entry is not null, $"""<span class="badge note">{Words.Account_Entered}</span>""")}
        {Html.If(view.Differs, $"""<span class="badge maybe">{Words.Account_Differs}</span>""")}
        """);

    /// <param name="station">The noodsteunpunt in words: what "Hier" means.</param>
    public static Html Of(ActionFields form, MessageView view, string station, DateTimeOffset now)
    {
        if (view.Accounts.Count == 0) return Html.Empty;
        var told = string.Join("; ", view.Accounts.Where(account => !account.Electronic).Select(one => Who(one, now)));
        var head = Html.Of($"""<p><strong>{Words.Account_By}</strong> {told}.</p>""");
        if (view.Accounts.Count == 1) return head;
        return Html.Of($"""
            {Html.If(view.Differs, $"""
                <p class="alert">{Words.Account_Twice}</p>
                """)}
            <h2>{Words.Account_Title}</h2>{head}
            <p class="hint">{Words.Account_Hint}</p>
            <div class="scroll"><table>{TableHead.Of([Words.Do_Question, .. view.Accounts.Select(one => Head(one, now))])}<tbody>
            {Rows(view, station)}
            </tbody></table></div>
            {Decisions(form, view)}
            """);
    }

    private static Html Rows(MessageView view, string station)
    {
        var questions = AccountsObject.Fields(view.Accounts).Select(NoodmeldingForm.Question).Distinct(StringComparer.Ordinal)
            .ToList();
        if (questions.Count == 0)
            return Html.Of($"""<tr><td colspan="{view.Accounts.Count + 1}">{Words.Account_Same}</td></tr>""");
        var answers = view.Accounts.Select(
            account => account.Facts is { } facts
                ? FactsList.Rows(facts, station).ToDictionary(row => row.Question, row => row.Words, StringComparer.Ordinal)
                : null).ToList();
        return Html.Of($"""{questions.Select(question => Html.Of($"""
            <tr><td>{question}</td>{answers.Zip(view.Accounts).Select(
                pair => Html.Of($"""<td class="typed">{Answer(pair.First, pair.Second, question)}</td>"""))}</tr>
            """))}""");
    }

    private static string Answer(
        Dictionary<string, string?>? answers, Account account, string question) => answers is null
        ? account.Complete ? Words.Account_Unreadable : Words.Account_Follows
        : answers[question] is { Length: > 0 } words ? words : account.Complete ? "–" : Words.Account_Follows;

    private static Html Decisions(ActionFields form, MessageView view) => Html.Of($"""
        {Html.If(view.Differs, $"""{form.Of(StaffEventType.Compared, Words.History_Compared, "main")}""")}
        <details id="scheiden"{(form.IsTried(StaffEventType.Separated), "open")}>
        <summary>{Words.Account_TwoTitle}</summary>
        <p class="hint">{Words.Account_TwoHint}</p>
        {form.Of(StaffEventType.Separated, Words.Account_Separate, "back")}</details>
        """);

    private static string Head(Account account, DateTimeOffset now) =>
        Say.It(
            account.Electronic ? Words.Account_Electronic : Words.Account_Written, MessageLabels.Of(account.Bearer),
            Ago.Moment(account.At, now));

    private static string Who(Account account, DateTimeOffset now)
    {
        var caller = account.Caller is { } name ? Say.It(Words.Account_ToldBy, name) : "";
        var by = account.By is { } role ? Say.It(Words.Account_WrittenBy, role) : "";
        return $"{MessageLabels.Of(account.Bearer)}, {Ago.Moment(account.At, now)}{caller}{by}";
    }
}
