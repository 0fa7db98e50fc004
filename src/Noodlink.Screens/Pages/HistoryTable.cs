using Noodlink.Protocol.LifeCycle;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Pages;

/// <summary>What happened to a message: when, what, by whom and how.</summary>
internal static class HistoryTable
{
    public static Html Of(MessageView view, DateTimeOffset now) => Html.Of($"""
        <div class="scroll"><table>
        {TableHead.Of(
            Words.History_Time, Words.History_What, Words.History_By, Words.History_Via, Words.History_Note)}
        <tbody>
        {view.History.Select(entry => Html.Of($"""
            <tr><td class="number">{Ago.Moment(entry.At, now)}</td><td>{What(entry)}</td><td>{entry.By}</td><td>{Via(entry.Via)}</td><td>{Note(entry.Note)}</td></tr>
            """))}
        </tbody></table></div>
        """);

    /// <summary>A step of the state in its own words; a note of people in theirs, so that it never reads as a step.</summary>
    internal static string What(HistoryEntry entry) => entry.Event switch
    {
        "ReadAloud" => Words.History_ReadAloud,
        "Compared" => Words.History_Compared,
        "Separated" => Words.History_Separated,
        _ => MessageLabels.Of(entry.State),
    };

    internal static string? Note(string? note) => note switch
    {
        "implied" => Words.History_Implied,
        "claimed" => Words.History_Claimed,
        "unclaimed" => Words.History_Unclaimed,
        "compared" => null,
        "released" => Words.History_Released,
        { } code when Enum.IsDefined(typeof(Protocol.Messages.Question), code) =>
            MessageLabels.Of(Enum.Parse<Protocol.Messages.Question>(code)),
        _ => note,
    };

    internal static string? Via(string? via) =>
        Enum.TryParse<Station.Bearers.BearerName>(via, out var bearer) ? MessageLabels.Of(bearer)
        : Enum.TryParse<Protocol.Messages.MeldkamerChannel>(via, out var channel) ? MessageLabels.Of(channel) : via;
}
