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
    public static string Unknown => Words.Label_Unknown;

    /// <summary>In lower case, to stand inside a sentence. Never throws.</summary>
    public static string Of(EmergencyService service) => service switch
    {
        EmergencyService.Fire => Words.Label_EmergencyServiceFire,
        EmergencyService.Ambulance => Words.Label_EmergencyServiceAmbulance,
        EmergencyService.Police => Words.Label_EmergencyServicePolice,
        EmergencyService.Unsure => Words.Label_EmergencyServiceUnsure,
        _ => Unknown,
    };

    public static string Of(AlarmType type) => type switch
    {
        AlarmType.BuildingFire => Words.Label_AlarmTypeBuildingFire,
        AlarmType.OutdoorFire => Words.Label_AlarmTypeOutdoorFire,
        AlarmType.VehicleFire => Words.Label_AlarmTypeVehicleFire,
        AlarmType.GasOrSubstance => Words.Label_AlarmTypeGasOrSubstance,
        AlarmType.CarbonMonoxide => Words.Label_AlarmTypeCarbonMonoxide,
        AlarmType.CardiacArrest => Words.Label_AlarmTypeCardiacArrest,
        AlarmType.Unwell => Words.Label_AlarmTypeUnwell,
        AlarmType.MedicalDevice => Words.Label_AlarmTypeMedicalDevice,
        AlarmType.Childbirth => Words.Label_AlarmTypeChildbirth,
        AlarmType.Injury => Words.Label_AlarmTypeInjury,
        AlarmType.TrafficInjury => Words.Label_AlarmTypeTrafficInjury,
        AlarmType.TrafficDamage => Words.Label_AlarmTypeTrafficDamage,
        AlarmType.PersonInWater => Words.Label_AlarmTypePersonInWater,
        AlarmType.VehicleInWater => Words.Label_AlarmTypeVehicleInWater,
        AlarmType.RailOrShip => Words.Label_AlarmTypeRailOrShip,
        AlarmType.LiftEntrapment => Words.Label_AlarmTypeLiftEntrapment,
        AlarmType.CollapseOrQuake => Words.Label_AlarmTypeCollapseOrQuake,
        AlarmType.MissingPerson => Words.Label_AlarmTypeMissingPerson,
        AlarmType.Violence => Words.Label_AlarmTypeViolence,
        AlarmType.Looting => Words.Label_AlarmTypeLooting,
        AlarmType.Disturbance => Words.Label_AlarmTypeDisturbance,
        AlarmType.SelfHarm => Words.Label_AlarmTypeSelfHarm,
        AlarmType.Suspicious => Words.Label_AlarmTypeSuspicious,
        AlarmType.Flooding => Words.Label_AlarmTypeFlooding,
        AlarmType.StormDamage => Words.Label_AlarmTypeStormDamage,
        AlarmType.UtilityFailure => Words.Label_AlarmTypeUtilityFailure,
        AlarmType.AnimalInDistress => Words.Label_AlarmTypeAnimalInDistress,
        AlarmType.Other => Words.Label_AlarmTypeOther,
        _ => Unknown,
    };

    /// <summary>The answer to "Is iemand in levensgevaar?".</summary>
    public static string Of(Danger danger) => danger switch
    {
        Danger.Yes => Words.Label_DangerYes,
        Danger.No => Words.Label_DangerNo,
        _ => Unknown,
    };

    public static string Of(Hazard hazard) => hazard switch
    {
        Hazard.None => Words.Label_HazardNone,
        Hazard.Fire => Words.Label_HazardFire,
        Hazard.Gas => Words.Label_HazardGas,
        Hazard.Co => Words.Label_HazardCo,
        Hazard.Chemical => Words.Label_HazardChemical,
        Hazard.Power => Words.Label_HazardPower,
        Hazard.Water => Words.Label_HazardWater,
        Hazard.Collapse => Words.Label_HazardCollapse,
        Hazard.Violence => Words.Label_HazardViolence,
        Hazard.Weapon => Words.Label_HazardWeapon,
        Hazard.Traffic => Words.Label_HazardTraffic,
        Hazard.Animal => Words.Label_HazardAnimal,
        _ => Unknown,
    };

    public static string Of(Access access) => access switch
    {
        Access.Clear => Words.Label_AccessClear,
        Access.Blocked => Words.Label_AccessBlocked,
        Access.FootOnly => Words.Label_AccessFootOnly,
        Access.BoatOnly => Words.Label_AccessBoatOnly,
        Access.HighVehicle => Words.Label_AccessHighVehicle,
        _ => Unknown,
    };

    public static string Of(Guide guide) => guide switch
    {
        Guide.None => Words.Label_GuideNone,
        Guide.AtRoad => Words.Label_GuideAtRoad,
        Guide.AtPoint => Words.Label_GuideAtPoint,
        _ => Unknown,
    };

    public static string Of(ActionTaken action) => action switch
    {
        ActionTaken.FirstAid => Words.Label_ActionTakenFirstAid,
        ActionTaken.Cpr => Words.Label_ActionTakenCpr,
        ActionTaken.Aed => Words.Label_ActionTakenAed,
        ActionTaken.Extinguish => Words.Label_ActionTakenExtinguish,
        ActionTaken.Evacuated => Words.Label_ActionTakenEvacuated,
        ActionTaken.GasOff => Words.Label_ActionTakenGasOff,
        ActionTaken.PowerOff => Words.Label_ActionTakenPowerOff,
        ActionTaken.Cordoned => Words.Label_ActionTakenCordoned,
        _ => Unknown,
    };

    public static string Of(Source source) => source switch
    {
        Source.Seen => Words.Label_SourceSeen,
        Source.FirstHand => Words.Label_SourceFirstHand,
        Source.Hearsay => Words.Label_SourceHearsay,
        _ => Unknown,
    };

    public static string Of(ReporterPresence reporter) => reporter switch
    {
        ReporterPresence.Waiting => Words.Label_ReporterPresenceWaiting,
        ReporterPresence.WentBack => Words.Label_ReporterPresenceWentBack,
        ReporterPresence.Left => Words.Label_ReporterPresenceLeft,
        ReporterPresence.Anonymous => Words.Label_ReporterPresenceAnonymous,
        _ => Unknown,
    };

    public static string Of(Protocol.Messages.Barrier barrier) => barrier switch
    {
        Protocol.Messages.Barrier.Deaf => Words.Label_BarrierDeaf,
        Protocol.Messages.Barrier.NoSpeech => Words.Label_BarrierNoSpeech,
        Protocol.Messages.Barrier.Confused => Words.Label_BarrierConfused,
        _ => Unknown,
    };

    public static string Of(VulnerableSite site) => site switch
    {
        VulnerableSite.CareHome => Words.Label_VulnerableSiteCareHome,
        VulnerableSite.HomeCareDevice => Words.Label_VulnerableSiteHomeCareDevice,
        VulnerableSite.School => Words.Label_VulnerableSiteSchool,
        VulnerableSite.Livestock => Words.Label_VulnerableSiteLivestock,
        VulnerableSite.Industry => Words.Label_VulnerableSiteIndustry,
        _ => Unknown,
    };

    public static string Of(Certainty certainty) => certainty switch
    {
        Certainty.Certain => Words.Label_CertaintyCertain,
        Certainty.Approximate => Words.Label_CertaintyApproximate,
        Certainty.Guessed => Words.Label_CertaintyGuessed,
        _ => Unknown,
    };

    /// <summary>Seen in the direction of rising hectometre numbers, as "Li" and "Re" on the signs.</summary>
    public static string Of(RoadSide side) => side switch
    {
        RoadSide.Left => Words.Label_RoadSideLeft,
        RoadSide.Right => Words.Label_RoadSideRight,
        _ => Unknown,
    };

    public static string Of(LocationKind kind) => kind switch
    {
        LocationKind.Here => Words.Label_LocationKindHere,
        LocationKind.Address => Words.Label_LocationKindAddress,
        LocationKind.Road => Words.Label_LocationKindRoad,
        LocationKind.Spot => Words.Label_LocationKindSpot,
        LocationKind.Point => Words.Label_LocationKindPoint,
        LocationKind.Text => Words.Label_LocationKindText,
        _ => Unknown,
    };

    public static string Of(CancelReason reason) => reason switch
    {
        CancelReason.Resolved => Words.Label_CancelReasonResolved,
        CancelReason.FalseReport => Words.Label_CancelReasonFalseReport,
        CancelReason.Duplicate => Words.Label_CancelReasonDuplicate,
        CancelReason.WrongContent => Words.Label_CancelReasonWrongContent,
        CancelReason.TakenOver => Words.Label_CancelReasonTakenOver,
        _ => Unknown,
    };
}
