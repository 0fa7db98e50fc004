using Noodlink.Protocol.Messages;

namespace Noodlink.Hub.Meldkamer;

/// <summary>Our types in the twelve categories of CAP 1.2 §3.2.2. The first is the main one.</summary>
internal static class CapCategories
{
    public static IReadOnlyList<string> Of(AlarmType? type) => type switch
    {
        AlarmType.BuildingFire or AlarmType.OutdoorFire => ["Fire"],
        AlarmType.VehicleFire => ["Fire", "Transport"],
        AlarmType.GasOrSubstance => ["CBRNE"],
        AlarmType.CarbonMonoxide => ["Health", "CBRNE"],
        AlarmType.CardiacArrest or AlarmType.Unwell or AlarmType.MedicalDevice => ["Health"],
        AlarmType.Childbirth or AlarmType.Injury or AlarmType.SelfHarm => ["Health"],
        AlarmType.TrafficInjury => ["Transport", "Health"],
        AlarmType.TrafficDamage or AlarmType.RailOrShip => ["Transport"],
        AlarmType.PersonInWater or AlarmType.LiftEntrapment => ["Rescue"],
        AlarmType.MissingPerson or AlarmType.AnimalInDistress => ["Rescue"],
        AlarmType.VehicleInWater => ["Rescue", "Transport"],
        AlarmType.CollapseOrQuake => ["Rescue", "Geo"],
        AlarmType.Violence or AlarmType.Looting or AlarmType.Disturbance or AlarmType.Suspicious => ["Security"],
        // CAP counts floods among the meteorological.
        AlarmType.Flooding or AlarmType.StormDamage => ["Met"],
        AlarmType.UtilityFailure => ["Infra"],
        _ => ["Other"],
    };
}
