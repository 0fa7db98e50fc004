using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>The form without a computer: the questions 1–14 of the screen, with the same answers in the same order, to be
/// ticked with a pencil by candle light. One A4, black on white.</summary>
internal static class PaperForm
{
    private static readonly (string Group, (string Value, string Words)[] Types)[] Types =
    [
        .. NoodmeldingForm.TypeGroups.Select(
            group => (group.Group, group.Types.Select(type => ($"{type}", Labels.Of(type))).ToArray())),
    ];

    /// <param name="contact">The portofoon channel; a line to write on when nobody entered one.</param>
    /// <param name="drill">The form for exercises: it cannot be used for anything else.</param>
    public static Html Of(string point, string stationId, string stationName, string? contact, bool drill) => Html.Of($"""
        <div class="paper{(drill ? " drill" : "")}">
        {Word(drill)}
        <p class="paper-head"><strong>NOODMELDING</strong> op papier
        <span>{point} {stationName} <b>{stationId}</b></span></p>
        <p class="paper-line">Portofoon: {(contact is null ? Line(8) : Html.Of($"<b>{contact}</b>"))}
        Datum: {Line(6)} Tijd: {Line(4)} Opgeschreven door: {Line(9)}</p>
        <p class="paper-line">Nummer van het scherm (mag leeg): {stationId}-{Line(6)}
        {(drill ? Html.Of($"""Dit is een <b>OEFENING</b>: zeg dat eerst.""") : Boxes([("", "ECHT"), ("", "TEST")]))}</p>
        {Question(FormLabels.Services, Boxes(NoodmeldingForm.Services), must: true)}
        {Question(FormLabels.Location, Place(), must: true)}
        {Question(FormLabels.Type, Kinds(), must: true)}
        {Question(FormLabels.Danger, Boxes(NoodmeldingForm.Danger), must: true)}
        {Question(FormLabels.People, Html.Of($"""
            slachtoffers {Line(3)} reageert niet {Line(3)} zit vast {Line(3)} kinderen {Line(3)}
            """))}
        {Question(FormLabels.Hazards, Boxes(NoodmeldingForm.Hazards))}
        {Question(FormLabels.Access, Boxes(NoodmeldingForm.Of<Protocol.Messages.Access>(Labels.Of)))}
        {Question(FormLabels.Guide, Boxes(NoodmeldingForm.Of<Guide>(Labels.Of)))}
        {Question(FormLabels.Actions, Boxes(NoodmeldingForm.Of<ActionTaken>(Labels.Of)))}
        {Question(FormLabels.Source, Boxes(NoodmeldingForm.Of<Source>(Labels.Of)))}
        {Question(FormLabels.Reporter, Boxes(NoodmeldingForm.Of<ReporterPresence>(Labels.Of)))}
        {Question(FormLabels.Contact, Html.Of($"""
            spreekt {Line(8)} {Boxes(NoodmeldingForm.Of<Protocol.Messages.Barrier>(Labels.Of))}
            """))}
        {Question(FormLabels.OccurredAgo, Html.Of($"""{Line(5)} minuten of uur, om {Line(5)} uur"""))}
        {Question(FormLabels.VulnerableSite, Boxes(NoodmeldingForm.Of<VulnerableSite>(Labels.Of)))}
        {Question($"{FormLabels.Text} (hooguit 140 tekens, geen namen)", Rules())}
        <p class="paper-line">Lees voor in de volgorde van de nummers. Voorgelezen om: {Line(4)}
        Wie antwoordde: {Line(8)} Nummer meldkamer: {Line(6)}</p>
        {Word(drill)}
        </div>
        """);

    private static Html Word(bool drill) => Html.If(
        drill, $"""<p class="paper-word">OEFENING – OEFENING – OEFENING</p>""");

    private static Html Question(string label, Html answers, bool must = false) => Html.Of($"""
        <div class="paper-q{(must ? " must" : "")}"><p><b>{label}</b>{Html.If(must, $" (moet)")}</p><div>{answers}</div></div>
        """);

    private static Html Place() => Html.Of($"""
        <p>☐ hier, bij dit punt &nbsp; straat {Line(9)} nr {Line(3)} postcode {Line(5)} plaats {Line(7)}</p>
        <p>weg {Line(4)} hectometerpaal {Line(4)} richting {Line(7)} bekende plek {Line(9)}</p>
        <p>in eigen woorden {Line(15)} {Boxes(NoodmeldingPlace.Certainties)}</p>
        """);

    private static Html Kinds() => Html.Of($"""
        <div class="paper-kinds">{Types.Select(group => Html.Of($"""
            <p><i>{group.Group}</i> {Boxes(group.Types)}</p>
            """))}</div>
        """);

    private static Html Boxes(IEnumerable<(string Value, string Words)> answers) => Html.Of(
        $"""{answers.Select(answer => Html.Of($"""<span class="box">☐ {answer.Words}</span> """))}""");

    private static Html Rules() => Html.Of($"""<span class="rule"></span><span class="rule"></span>""");

    /// <summary>Room to write, as wide as what belongs there. A class for each width: the page allows no styles in its lines.</summary>
    private static Html Line(int width) => Html.Of($"""<span class="blank em{width}"></span>""");
}
