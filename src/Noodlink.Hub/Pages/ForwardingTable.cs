using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>What the forwarders did with the versions of a noodmelding, and the button for what was refused.</summary>
internal static class ForwardingTable
{
    public static Html Of(HttpContext context, MessageView view, DateTimeOffset now) => Html.If(
        view.Forwarding.Count > 0,
        $"""
        <h2>{Words.Forwarding_Title}</h2>
        <p class="hint">{Words.Forwarding_Hint}</p>
        {Again(context, view)}
        <div class="scroll"><table>{TableHead.Of(
            Words.History_Time, Words.Forwarding_Where, Words.Forwarding_Version, Words.Forwarding_Done,
            Words.Forwarding_Attempts)}<tbody>
        {view.Forwarding.Select(one => Html.Of($"""
            <tr><td>{Ago.Moment(one.At, now)}</td><td>{one.Forwarder}</td><td>{one.Version}</td>
            <td>{Result(one)}</td><td>{one.Attempts}</td></tr>
            """))}
        </tbody></table></div>
        """);

    private static Html Again(HttpContext context, MessageView view) => Html.If(
        view.Forwarding.Any(one => one.Stopped),
        $"""
        <p class="do red">▲ {Words.Forwarding_Refused}</p>
        <form method="post" action="/meldingen/{view.Number}/opnieuw">{Forms.Token(context)}
        <p><button class="button">{Words.Forwarding_Again}</button></p></form>
        """);

    private static Html Result(Forwarding one) => one switch
    {
        { Outcome: not "Failed" } => Html.Of($"{Words.Step_Done}"),
        { Stopped: true } => Html.Of($"""<strong class="red">{Say.It(Words.Forwarding_No, one.Detail)}</strong>"""),
        _ => Html.Of($"{Say.It(Words.Forwarding_NotYet, one.Detail)}"),
    };
}
