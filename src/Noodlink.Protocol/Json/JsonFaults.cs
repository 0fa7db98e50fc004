using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Every sentence that a person may get back about a message, in one place. Dutch B1: what to do.</summary>
internal static class JsonFaults
{
    public const string Mandatory = "Vul dit in.";
    public const string UnknownField = "Dit veld bestaat niet. Haal het weg of kijk of de naam klopt.";
    public const string NotObject = "Dit moet een groep velden zijn, tussen accolades.";
    public const string NotList = "Dit moet een lijst zijn, tussen rechte haken.";
    public const string NotText = "Dit moet tekst zijn, tussen aanhalingstekens.";
    public const string NotWholeNumber = "Dit moet een heel getal zijn.";
    public const string NotNumber = "Dit moet een getal zijn.";
    public const string NotYesNo = "Dit moet true of false zijn.";
    public const string BadCharacter = "Er staat een teken in dat wij niet kunnen versturen. Haal het weg.";
    public const string Repeated = "Dit staat er al. Noem het één keer.";
    public const string OneAtLeast = "Noem er minstens één.";
    public const string NoneAlone = "Kies None alleen als er geen ander gevaar is.";
    public const string Postcode = "Vul 4 cijfers en 2 letters in, bijvoorbeeld 9843AB.";
    public const string Hectometre = "Vul een getal in van 0 tot en met 999,9, met één cijfer achter de komma.";
    public const string Language = "Vul de code van de taal in: 2 letters, bijvoorbeeld nl of uk.";
    public const string MessageNumber = "Vul het nummer van een bericht in, bijvoorbeeld GR-WK1-0042.";
    public const string Station = "Vul het nummer van een noodsteunpunt in, bijvoorbeeld GR-WK1.";
    public const string OnlyAtTheDesk = "Dit is het coördinatiepunt zelf. Kies WalkIn, of vul het noodsteunpunt in.";
    public const string Moment = "Vul een datum en tijd in met tijdzone, bijvoorbeeld 2026-11-21T14:05:00+01:00.";
    public const string StillToCome = "Deze tijd is nog niet geweest. Kijk de tijd en de klok na.";
    public const string NoPlace = "Vul in waar het is: een adres, een weg, een plek of een omschrijving.";
    public const string NothingSaid = "Vul minstens één veld of een tekst in.";
    public const string NoChange = "Vul minstens één veld of een tekst in: wat is er anders?";
    public const string QuestionOrText = "Kies een vraag of vul een tekst in.";
    public const string AnswerOrText = "Kies een antwoord of vul een tekst in.";
    public const string Answer = "Kies Yes, No of Unknown, of vul een heel getal in van 0 tot en met 65535.";
    public const string StationsOrAll = "Noem de noodsteunpunten in een lijst, bijvoorbeeld [\"GR-WK1\"], of vul All in.";
    public const string ReplacesItself = "Een bericht vervangt zichzelf niet. Vul het nummer van het oude bericht in.";
    public const string OnlyAtStart = "Vul minuten alleen in bij Start. Stop geldt meteen.";
    public const string EndBeforeBegin = "Het einde is niet later dan het begin. Kijk de tijden na.";
    public const string OnlyWithSkill = "Vul dit alleen in als category Skill is.";
    public const string RequestAndOffer = "Noem het nummer van de hulpvraag en dan het nummer van het aanbod.";
    public const string OnlyTest = "Een testbericht heeft altijd de status Test.";

    public static string Choose(IEnumerable<string> words) => $"Kies een van deze woorden: {string.Join(", ", words)}.";

    public static string Range(int least, int most) => $"Vul een heel getal in van {least} tot en met {most}.";

    public static string AtMost(int most) => $"Noem er niet meer dan {most}.";

    public static string TooLong(TextLimit limit) =>
        $"Dit is te lang. Gebruik niet meer dan {limit.CodePoints} tekens. "
        + $"Letters met een accent en plaatjes tellen zwaarder: samen niet meer dan {limit.Bytes} bytes.";
}
