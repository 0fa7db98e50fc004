using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Dutch;

/// <summary>Dutch words for what is about a message rather than in a noodmelding: kind, status, order, receipts, the
/// questions of the coördinatiepunt and the situatierapport.</summary>
/// <remarks>As <see cref="Labels"/>. The words of the states stand in <c>MessageStates.Label</c>.</remarks>
public static class MessageLabels
{
    /// <summary>With a capital: it heads a list or a page.</summary>
    public static string Of(Kind kind) => kind switch
    {
        Kind.Alarm => "Noodmelding",
        Kind.AlarmUpdate => "Aanvulling",
        Kind.AlarmCancel => "Intrekking",
        Kind.Request => "Verzoek",
        Kind.Reply => "Antwoord",
        Kind.SituationReport => "Situatierapport",
        Kind.Receipt => "Ontvangstbevestiging",
        Kind.Heartbeat => "Hartslag",
        Kind.LinkTest => "Testbericht",
        Kind.Poll => "Navraag naar nummers",
        Kind.Beacon => "Baken",
        Kind.NetworkKey => "Netwerksleutel",
        Kind.Bulletin => Words.Label_KindBulletin,
        Kind.ExerciseControl => Words.Label_KindExerciseControl,
        Kind.HelpRequest => Words.Label_KindHelpRequest,
        Kind.HelpOffer => Words.Label_KindHelpOffer,
        Kind.StockReport => Words.Label_KindStockReport,
        Kind.ShiftHandover => Words.Label_KindShiftHandover,
        Kind.MatchNote => Words.Label_KindMatchNote,
        _ => "Onbekend bericht",
    };

    /// <summary>In capitals, as it stands everywhere (domain.md §3e, E2).</summary>
    public static string Of(MessageStatus status) => status switch
    {
        MessageStatus.Actual => "ECHT",
        MessageStatus.Exercise => "OEFENING",
        MessageStatus.Test => "TEST",
        _ => "ONBEKEND",
    };

    public static string Of(Precedence precedence) => precedence switch
    {
        Precedence.Flash => "levensgevaar",
        Precedence.Emergency => "nood",
        Precedence.Priority => "dringend",
        Precedence.Routine => "gewoon",
        Precedence.Welfare => "als er ruimte is",
        _ => Labels.Unknown,
    };

    /// <summary>How a message came in.</summary>
    public static string Of(BearerName bearer) => bearer switch
    {
        BearerName.Mqtt => "netwerk",
        BearerName.Radio => "radio",
        BearerName.Courier => "USB-stick",
        BearerName.Voice => "portofoon",
        BearerName.Paper => "papier",
        BearerName.WalkIn => "aan de balie",
        _ => Labels.Unknown,
    };

    /// <summary>How the meldkamer was spoken to.</summary>
    public static string Of(MeldkamerChannel channel) => channel switch
    {
        MeldkamerChannel.C2000 => "C2000",
        MeldkamerChannel.Phone => "telefoon",
        MeldkamerChannel.Courier => "koerier",
        MeldkamerChannel.Digital => "digitaal",
        MeldkamerChannel.Other => "anders",
        _ => Labels.Unknown,
    };

    /// <summary>The whole question, as the noodsteunpunt reads it (domain.md §3a, request codes).</summary>
    public static string Of(Question question) => question switch
    {
        Question.Q1 => "Kunt u de plaats preciezer geven?",
        Question.Q2 => "Is het nog gaande?",
        Question.Q3 => "Hoeveel gewonden zijn er?",
        Question.Q4 => "Is er nog levensgevaar?",
        Question.Q5 => "Staat er iemand aan de weg?",
        Question.Q6 => "Is dit dezelfde gebeurtenis als de andere melding?",
        Question.Q7 => "Kan de melder wachten?",
        Question.Q8 => "Bel ons of kom naar de portofoon.",
        Question.Offers => "Welk hulpaanbod is er bij u? Het gaat nu vanzelf over de radio.",
        _ => "Een vraag die dit programma nog niet kent. Pak de portofoon.",
    };

    public static string Of(Answer answer) => answer.Kind switch
    {
        AnswerKind.Yes => "ja",
        AnswerKind.No => "nee",
        AnswerKind.Number => $"{answer.Value}",
        _ => "weet ik niet",
    };

    public static string Of(RefusalReason reason) => reason switch
    {
        RefusalReason.NewerVersion => "gemaakt met nieuwere software",
        RefusalReason.Malformed => "de inhoud klopt niet",
        RefusalReason.StorageFull => "geen ruimte om het te bewaren",
        _ => Labels.Unknown,
    };

    public static string Of(PowerSource source) => source switch
    {
        PowerSource.Mains => "stroomnet",
        PowerSource.Generator => "aggregaat",
        PowerSource.Battery => "accu",
        PowerSource.Solar => "zonnepanelen",
        PowerSource.None => "geen",
        _ => Labels.Unknown,
    };

    public static string Of(LinkQuality quality) => quality switch
    {
        LinkQuality.Good => "goed",
        LinkQuality.Poor => "slecht",
        LinkQuality.Off => "uit",
        _ => Labels.Unknown,
    };

    /// <summary>The answer to "Is 112 hier bereikbaar?".</summary>
    public static string Of(Reachable112 reachable) => reachable switch
    {
        Reachable112.Yes => "ja",
        Reachable112.Sometimes => "soms",
        Reachable112.No => "nee",
        _ => Labels.Unknown,
    };
}
