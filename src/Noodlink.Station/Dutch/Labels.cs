using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Dutch;

/// <summary>The Dutch word for every coded answer: one wording for the node, the hub, the sheet and CAP.</summary>
/// <remarks>
/// The words are those of domain.md §3a, in lower case so that they fit inside a sentence; the paper form carries
/// the same. A value that this program does not know (from newer software) is "onbekend". Pure; call from any thread.
/// </remarks>
public static class Labels
{
    /// <summary>What is said when nobody knows, or when nothing was entered.</summary>
    public const string Unknown = "onbekend";

    /// <summary>In lower case, to stand inside a sentence. Never throws.</summary>
    public static string Of(EmergencyService service) => service switch
    {
        EmergencyService.Fire => "brandweer",
        EmergencyService.Ambulance => "ambulance",
        EmergencyService.Police => "politie",
        EmergencyService.Unsure => "melder weet niet wie",
        _ => Unknown,
    };

    public static string Of(AlarmType type) => type switch
    {
        AlarmType.BuildingFire => "brand in gebouw",
        AlarmType.OutdoorFire => "brand buiten of natuur",
        AlarmType.VehicleFire => "brand voertuig",
        AlarmType.GasOrSubstance => "gaslucht of gevaarlijke stof",
        AlarmType.CarbonMonoxide => "mogelijk koolmonoxide",
        AlarmType.CardiacArrest => "reanimatie",
        AlarmType.Unwell => "onwel of ziek",
        AlarmType.MedicalDevice => "thuisapparatuur valt uit",
        AlarmType.Childbirth => "bevalling",
        AlarmType.Injury => "gewond",
        AlarmType.TrafficInjury => "verkeersongeval met gewonde",
        AlarmType.TrafficDamage => "verkeersongeval zonder gewonde",
        AlarmType.PersonInWater => "persoon te water",
        AlarmType.VehicleInWater => "voertuig te water",
        AlarmType.RailOrShip => "trein of schip",
        AlarmType.LiftEntrapment => "vast in lift",
        AlarmType.CollapseOrQuake => "instorting of aardschok",
        AlarmType.MissingPerson => "vermist persoon",
        AlarmType.Violence => "geweld of bedreiging",
        AlarmType.Looting => "inbraak of plundering",
        AlarmType.Disturbance => "onrust of opstootje",
        AlarmType.SelfHarm => "suïcidaal persoon",
        AlarmType.Suspicious => "verdachte situatie",
        AlarmType.Flooding => "water of dijk",
        AlarmType.StormDamage => "stormschade",
        AlarmType.UtilityFailure => "uitval nutsvoorziening",
        AlarmType.AnimalInDistress => "dier in nood",
        AlarmType.Other => "anders",
        _ => Unknown,
    };

    /// <summary>The answer to "Is iemand in levensgevaar?".</summary>
    public static string Of(Danger danger) => danger switch
    {
        Danger.Yes => "ja",
        Danger.No => "nee",
        _ => Unknown,
    };

    public static string Of(Hazard hazard) => hazard switch
    {
        Hazard.None => "geen gezien",
        Hazard.Fire => "vuur of rook",
        Hazard.Gas => "gaslucht",
        Hazard.Co => "koolmonoxide",
        Hazard.Chemical => "gevaarlijke stof",
        Hazard.Power => "stroom of kabel",
        Hazard.Water => "water",
        Hazard.Collapse => "instorting",
        Hazard.Violence => "geweld",
        Hazard.Weapon => "wapen",
        Hazard.Traffic => "verkeer",
        Hazard.Animal => "dier",
        _ => Unknown,
    };

    public static string Of(Access access) => access switch
    {
        Access.Clear => "weg vrij",
        Access.Blocked => "weg dicht",
        Access.FootOnly => "alleen te voet",
        Access.BoatOnly => "alleen per boot",
        Access.HighVehicle => "alleen hoog voertuig",
        _ => Unknown,
    };

    public static string Of(Guide guide) => guide switch
    {
        Guide.None => "nee",
        Guide.AtRoad => "ja, aan de weg",
        Guide.AtPoint => "ja, bij noodsteunpunt",
        _ => Unknown,
    };

    public static string Of(ActionTaken action) => action switch
    {
        ActionTaken.FirstAid => "EHBO",
        ActionTaken.Cpr => "reanimatie",
        ActionTaken.Aed => "AED",
        ActionTaken.Extinguish => "geblust",
        ActionTaken.Evacuated => "mensen eruit",
        ActionTaken.GasOff => "gas dicht",
        ActionTaken.PowerOff => "stroom uit",
        ActionTaken.Cordoned => "afgezet",
        _ => Unknown,
    };

    public static string Of(Source source) => source switch
    {
        Source.Seen => "zelf gezien",
        Source.FirstHand => "van betrokkene",
        Source.Hearsay => "van horen zeggen",
        _ => Unknown,
    };

    public static string Of(ReporterPresence reporter) => reporter switch
    {
        ReporterPresence.Waiting => "wacht hier",
        ReporterPresence.WentBack => "terug naar plek",
        ReporterPresence.Left => "vertrokken",
        ReporterPresence.Anonymous => "wil anoniem",
        _ => Unknown,
    };

    public static string Of(Protocol.Messages.Barrier barrier) => barrier switch
    {
        Protocol.Messages.Barrier.Deaf => "doof of slechthorend",
        Protocol.Messages.Barrier.NoSpeech => "kan niet praten",
        Protocol.Messages.Barrier.Confused => "in de war",
        _ => Unknown,
    };

    public static string Of(VulnerableSite site) => site switch
    {
        VulnerableSite.CareHome => "zorginstelling",
        VulnerableSite.HomeCareDevice => "thuisapparatuur",
        VulnerableSite.School => "school",
        VulnerableSite.Livestock => "veestal",
        VulnerableSite.Industry => "industrie",
        _ => Unknown,
    };

    public static string Of(Certainty certainty) => certainty switch
    {
        Certainty.Certain => "zeker",
        Certainty.Approximate => "ongeveer",
        Certainty.Guessed => "gegokt",
        _ => Unknown,
    };

    /// <summary>Seen in the direction of rising hectometre numbers, as "Li" and "Re" on the signs.</summary>
    public static string Of(RoadSide side) => side switch
    {
        RoadSide.Left => "links",
        RoadSide.Right => "rechts",
        _ => Unknown,
    };

    public static string Of(LocationKind kind) => kind switch
    {
        LocationKind.Here => "hier, bij dit noodsteunpunt",
        LocationKind.Address => "adres",
        LocationKind.Road => "weg met hectometerpaal",
        LocationKind.Spot => "bekende plek",
        LocationKind.Point => "punt op de kaart",
        LocationKind.Text => "in eigen woorden",
        _ => Unknown,
    };

    public static string Of(CancelReason reason) => reason switch
    {
        CancelReason.Resolved => "opgelost",
        CancelReason.FalseReport => "klopte niet",
        CancelReason.Duplicate => "dubbel",
        CancelReason.WrongContent => "fout ingevuld",
        CancelReason.TakenOver => "hulp via andere weg",
        _ => Unknown,
    };
}
