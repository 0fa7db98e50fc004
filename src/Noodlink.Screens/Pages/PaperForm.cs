using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>The form without a computer: the questions 1–14 of the screen, with the same answers in the same order, to be
/// ticked with a pencil by candle light. One page of A4 or A5, black on white.</summary>
internal static class PaperForm
{
    private static (string Group, (string Value, string Words)[] Types)[] Types =>
    [
        .. NoodmeldingForm.TypeGroups.Select(
            group => (group.Group, group.Types.Select(type => ($"{type}", Labels.Of(type))).ToArray())),
    ];

    /// <param name="contact">The portofoon channel; a line to write on when nobody entered one.</param>
    /// <param name="drill">The form for exercises: it cannot be used for anything else.</param>
    public static Html Of(string point, string stationId, string stationName, string? contact, bool drill) => Html.Of($"""
        <div class="paper to-fill{(drill ? " drill" : "")}">
        {Word(drill)}
        <p class="paper-head"><strong>{Words.Paper_Alarm}</strong> {Words.Paper_OnPaper}
        <span>{point} {stationName} <b>{stationId}</b></span></p>
        <p class="paper-line">{Words.Paper_VoiceRadio} {(contact is null ? Line(8) : Html.Of($"<b>{contact}</b>"))}
        {Words.Paper_Date} {Line(6)} {Words.Paper_Time} {Line(4)} {Words.Paper_WrittenBy} {Line(9)}</p>
        <p class="paper-line">{Words.Paper_ScreenNumber} {stationId}-{Line(6)}
        {(drill ? Html.Of($"""<b>{Words.Paper_SayDrillFirst}</b>""") : Boxes([("", MessageLabels.Of(MessageStatus.Actual)), ("", MessageLabels.Of(MessageStatus.Test))]))}</p>
        {Question(FormLabels.Services, Boxes(NoodmeldingForm.Services), must: true)}
        {Question(FormLabels.Location, Place(), must: true)}
        {Question(FormLabels.Type, Kinds(), must: true)}
        {Question(FormLabels.Danger, Boxes(NoodmeldingForm.Danger), must: true)}
        {Question(FormLabels.People, Html.Of($"""
            {Words.Paper_Victims} {Line(3)} {Words.Paper_Unresponsive} {Line(3)} {Words.Paper_Trapped} {Line(3)} {Words.Paper_Children} {Line(3)}
            """))}
        {Question(FormLabels.Hazards, Boxes(NoodmeldingForm.Hazards))}
        {Question(FormLabels.Access, Boxes(NoodmeldingForm.Of<Protocol.Messages.Access>(Labels.Of)))}
        {Question(FormLabels.Guide, Boxes(NoodmeldingForm.Of<Guide>(Labels.Of)))}
        {Question(FormLabels.Actions, Boxes(NoodmeldingForm.Of<ActionTaken>(Labels.Of)))}
        {Question(FormLabels.Source, Boxes(NoodmeldingForm.Of<Source>(Labels.Of)))}
        {Question(FormLabels.Reporter, Boxes(NoodmeldingForm.Of<ReporterPresence>(Labels.Of)))}
        {Question(FormLabels.Contact, Html.Of($"""
            {Words.Paper_Speaks} {Line(8)} {Boxes(NoodmeldingForm.Of<Protocol.Messages.Barrier>(Labels.Of))}
            """))}
        {Question(FormLabels.OccurredAgo, Html.Of($"""{Line(5)} {Words.Paper_MinutesOr} {Line(5)} {Words.Paper_Hour}"""))}
        {Question(FormLabels.VulnerableSite, Boxes(NoodmeldingForm.Of<VulnerableSite>(Labels.Of)))}
        {Question(Say.It(Words.Paper_TextLimit, FormLabels.Text), Rules())}
        <p class="paper-line">{Words.Paper_ReadInOrder} {Line(4)}
        {Words.Paper_WhoAnswered} {Line(8)} {Words.Paper_ControlRoomNumber} {Line(6)}</p>
        {Word(drill)}
        </div>
        """);

    private static Html Word(bool drill) => Html.If(
        drill, $"""<p class="paper-word">{Words.Paper_DrillWord}</p>""");

    private static Html Question(string label, Html answers, bool must = false) => Html.Of($"""
        <div class="paper-q{(must ? " must" : "")}"><p><b>{label}</b>{Html.If(must, $" {Words.Form_Must}")}</p><div>{answers}</div></div>
        """);

    private static Html Place() => Html.Of($"""
        <p>☐ {Words.Paper_Here} &nbsp; {Words.Paper_Street} {Line(9)} {Words.Paper_HouseNumber} {Line(3)} {Words.Paper_Postcode} {Line(5)} {Words.Paper_Place} {Line(7)}</p>
        <p>{Words.Paper_Road} {Line(4)} {Words.Paper_Post} {Line(4)} {Words.Paper_Towards} {Line(7)} {Words.Paper_Spot} {Line(9)}</p>
        <p>{Words.Paper_OwnWords} {Line(15)} {Boxes(NoodmeldingPlace.Certainties)}</p>
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
