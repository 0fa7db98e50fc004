using Noodlink.Protocol.Json;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Station.Tests.Dutch;

/// <summary>Sentences that programs outside read word for word: faults of fields, labels of states and refusals
/// (interfaces.md §3-5). A change here is a change of the interface.</summary>
public sealed class WordingTests
{
    [Theory]
    [InlineData(FieldFaultKind.Mandatory, "Vul dit in.")]
    [InlineData(FieldFaultKind.UnknownField, "Dit veld bestaat niet. Haal het weg of kijk of de naam klopt.")]
    [InlineData(FieldFaultKind.NotObject, "Dit moet een groep velden zijn, tussen accolades.")]
    [InlineData(FieldFaultKind.NotList, "Dit moet een lijst zijn, tussen rechte haken.")]
    [InlineData(FieldFaultKind.NotText, "Dit moet tekst zijn, tussen aanhalingstekens.")]
    [InlineData(FieldFaultKind.NotWholeNumber, "Dit moet een heel getal zijn.")]
    [InlineData(FieldFaultKind.NotNumber, "Dit moet een getal zijn.")]
    [InlineData(FieldFaultKind.NotYesNo, "Dit moet true of false zijn.")]
    [InlineData(FieldFaultKind.BadCharacter, "Er staat een teken in dat wij niet kunnen versturen. Haal het weg.")]
    [InlineData(FieldFaultKind.Repeated, "Dit staat er al. Noem het één keer.")]
    [InlineData(FieldFaultKind.OneAtLeast, "Noem er minstens één.")]
    [InlineData(FieldFaultKind.NoneAlone, "Kies None alleen als er geen ander gevaar is.")]
    [InlineData(FieldFaultKind.NotPostcode, "Vul 4 cijfers en 2 letters in, bijvoorbeeld 9843AB.")]
    [InlineData(
        FieldFaultKind.NotHectometre, "Vul een getal in van 0 tot en met 999,9, met één cijfer achter de komma.")]
    [InlineData(FieldFaultKind.NotLanguage, "Vul de code van de taal in: 2 letters, bijvoorbeeld nl of uk.")]
    [InlineData(FieldFaultKind.NotMessageNumber, "Vul het nummer van een bericht in, bijvoorbeeld GR-WK1-0042.")]
    [InlineData(FieldFaultKind.NotStation, "Vul het nummer van een noodsteunpunt in, bijvoorbeeld GR-WK1.")]
    [InlineData(
        FieldFaultKind.OnlyAtTheDesk, "Dit is het coördinatiepunt zelf. Kies WalkIn, of vul het noodsteunpunt in.")]
    [InlineData(
        FieldFaultKind.NotMoment, "Vul een datum en tijd in met tijdzone, bijvoorbeeld 2026-11-21T14:05:00+01:00.")]
    [InlineData(FieldFaultKind.StillToCome, "Deze tijd is nog niet geweest. Kijk de tijd en de klok na.")]
    [InlineData(FieldFaultKind.NoPlace, "Vul in waar het is: een adres, een weg, een plek of een omschrijving.")]
    [InlineData(FieldFaultKind.NothingSaid, "Vul minstens één veld of een tekst in.")]
    [InlineData(FieldFaultKind.NoChange, "Vul minstens één veld of een tekst in: wat is er anders?")]
    [InlineData(FieldFaultKind.QuestionOrText, "Kies een vraag of vul een tekst in.")]
    [InlineData(FieldFaultKind.AnswerOrText, "Kies een antwoord of vul een tekst in.")]
    [InlineData(
        FieldFaultKind.NotAnswer, "Kies Yes, No of Unknown, of vul een heel getal in van 0 tot en met 65535.")]
    [InlineData(
        FieldFaultKind.NotStationsOrAll,
        "Noem de noodsteunpunten in een lijst, bijvoorbeeld [\"GR-WK1\"], of vul All in.")]
    [InlineData(
        FieldFaultKind.ReplacesItself, "Een bericht vervangt zichzelf niet. Vul het nummer van het oude bericht in.")]
    [InlineData(FieldFaultKind.OnlyAtStart, "Vul minuten alleen in bij Start. Stop geldt meteen.")]
    [InlineData(FieldFaultKind.EndBeforeBegin, "Het einde is niet later dan het begin. Kijk de tijden na.")]
    [InlineData(FieldFaultKind.OnlyWithSkill, "Vul dit alleen in als category Skill is.")]
    [InlineData(FieldFaultKind.RequestAndOffer, "Noem het nummer van de hulpvraag en dan het nummer van het aanbod.")]
    [InlineData(FieldFaultKind.OnlyTest, "Een testbericht heeft altijd de status Test.")]
    public void A_fault_of_a_field_is_said_as_always(FieldFaultKind kind, string sentence) =>
        Assert.Equal(sentence, FaultText.Of(kind));

    [Fact]
    public void A_fault_with_numbers_names_them()
    {
        Assert.Equal("Kies een van deze woorden: Start, Stop.", FaultText.Of(FieldFault.OneOf(["Start", "Stop"])));
        Assert.Equal("Vul een heel getal in van 0 tot en met 14.", FaultText.Of(FieldFault.Range(0, 14)));
        Assert.Equal("Noem er niet meer dan 16.", FaultText.Of(FieldFault.AtMost(16)));
        Assert.Equal(
            "Dit is te lang. Gebruik niet meer dan 140 tekens. "
            + "Letters met een accent en plaatjes tellen zwaarder: maak de tekst korter.",
            FaultText.Of(FieldFault.TooLong(Limits.Text)));
    }

    [Fact]
    public void Every_fault_and_every_refusal_has_words()
    {
        Assert.All(Enum.GetValues<FieldFaultKind>(), kind => Assert.Matches("[.?]$", FaultText.Of(kind)));
        Assert.All(Enum.GetValues<StaffRefusal>(), refusal => Assert.EndsWith(".", RefusalText.Of(refusal, "loggist")));
    }

    [Theory]
    [InlineData(MessageState.Draft, "Concept")]
    [InlineData(MessageState.Queued, "Nog niet weg – wacht op verbinding")]
    [InlineData(MessageState.Sending, "Onderweg")]
    [InlineData(MessageState.DeliveredDevice, "Binnen bij coördinatiepunt, nog niet gelezen")]
    [InlineData(MessageState.SeenByHuman, "Gelezen door coördinatiepunt")]
    [InlineData(MessageState.QueryOpen, "Vraag van coördinatiepunt")]
    [InlineData(MessageState.Forwarded, "Coördinatiepunt heeft de meldkamer gesproken")]
    [InlineData(MessageState.AcceptedControlRoom, "Meldkamer heeft de melding")]
    [InlineData(MessageState.AcceptedDelayed, "Meldkamer heeft de melding, hulp kan lang duren")]
    [InlineData(MessageState.EnRoute, "Hulp onderweg")]
    [InlineData(MessageState.OnScene, "Hulp ter plaatse")]
    [InlineData(MessageState.Closed, "Afgesloten")]
    [InlineData(MessageState.Cancelled, "Ingetrokken")]
    [InlineData(MessageState.Unconfirmed, "Niet bevestigd – pak de portofoon")]
    [InlineData(MessageState.Refused, "Geweigerd")]
    [InlineData(MessageState.NotForwarded, "Niet doorgegeven")]
    public void A_state_has_the_label_of_interfaces(MessageState state, string label) =>
        Assert.Equal(label, MessageLabels.Of(state));

    [Fact]
    public void What_is_under_way_says_what_it_waits_for()
    {
        Assert.Equal("Onderweg – nog niet bevestigd", MessageLabels.OfOwn(MessageState.Sending, unheard: true, held: false));
        Assert.Equal("Bewaard – gaat weg over het netwerk", MessageLabels.OfOwn(MessageState.Sending, unheard: true, held: true));
        Assert.Equal("Bewaard – gaat weg over het netwerk", MessageLabels.OfOwn(MessageState.Queued, unheard: false, held: true));
        Assert.Equal("Nog niet weg – wacht op verbinding", MessageLabels.OfOwn(MessageState.Queued, unheard: true, held: false));
        Assert.Equal("Onbekend", MessageLabels.Of((MessageState)99));
    }

    [Theory]
    [InlineData(StaffRefusal.ClaimedByOther, "loggist behandelt deze melding al.")]
    [InlineData(StaffRefusal.NotClaimed, "Niemand behandelt deze melding.")]
    [InlineData(StaffRefusal.Ended, "Deze melding is afgesloten of ingetrokken.")]
    [InlineData(StaffRefusal.ReleasedByItself, "Vrijgeven is niet nodig: meldingen gaan vanzelf door.")]
    [InlineData(StaffRefusal.AlreadyReleased, "Deze melding is al vrijgegeven.")]
    [InlineData(StaffRefusal.TakesNoPart, "Dit is een oefening of test: de meldkamer doet niet mee.")]
    [InlineData(StaffRefusal.NotForwardedYet, "Leg eerst vast dat u de meldkamer hebt gesproken.")]
    [InlineData(StaffRefusal.NotAcceptedYet, "De meldkamer heeft de melding nog niet.")]
    [InlineData(StaffRefusal.MeldkamerKnows, "De meldkamer weet het al. Neem dat eerst terug.")]
    [InlineData(StaffRefusal.HelpUnderway, "De hulp is al onderweg.")]
    [InlineData(StaffRefusal.AlreadySoFar, "De melding is al zo ver.")]
    [InlineData(
        StaffRefusal.TooEarlyToClose,
        "Afsluiten kan nog niet: de meldkamer heeft de melding nog niet. Gaat de melding niet door? Leg dat eerst vast.")]
    [InlineData(StaffRefusal.NothingToUndo, "Er is niets om terug te nemen.")]
    [InlineData(StaffRefusal.OnlyStation, "Dit kan alleen het noodsteunpunt.")]
    public void A_refusal_to_staff_is_said_as_always(StaffRefusal refusal, string sentence) =>
        Assert.Equal(sentence, RefusalText.Of(refusal, "loggist"));
}
