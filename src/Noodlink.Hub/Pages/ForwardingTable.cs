using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>What the forwarders did with the versions of a noodmelding, and the button for what was refused.</summary>
internal static class ForwardingTable
{
    public static Html Of(HttpContext context, MessageView view, DateTimeOffset now) => Html.If(
        view.Forwarding.Count > 0,
        $"""
        <h2>Klaargelegd voor de meldkamer</h2>
        <p class="hint">Wat klaarligt of door een computer is aangepakt, is nog geen gesprek. Alleen een mens legt vast dat
        de meldkamer het weet.</p>
        {Again(context, view)}
        <div class="scroll"><table>{TableHead.Of("Tijd", "Waar", "Versie", "Gelukt", "Pogingen")}<tbody>
        {view.Forwarding.Select(one => Html.Of($"""
            <tr><td>{Ago.Moment(one.At, now)}</td><td>{one.Forwarder}</td><td>{one.Version}</td>
            <td>{Result(one)}</td><td>{one.Attempts}</td></tr>
            """))}
        </tbody></table></div>
        """);

    private static Html Again(HttpContext context, MessageView view) => Html.If(
        view.Forwarding.Any(one => one.Stopped),
        $"""
        <p class="do red">▲ De computer van de meldkamer weigert deze melding. Bel de meldkamer. Is het opgelost?
        Dan kunt u het opnieuw proberen.</p>
        <form method="post" action="/meldingen/{view.Number}/opnieuw">{Forms.Token(context)}
        <p><button class="button">Probeer opnieuw</button></p></form>
        """);

    private static Html Result(Forwarding one) => one switch
    {
        { Outcome: not "Failed" } => Html.Of($"ja"),
        { Stopped: true } => Html.Of($"""<strong class="red">nee: {one.Detail}</strong>"""),
        _ => Html.Of($"nog niet: {one.Detail}"),
    };
}
