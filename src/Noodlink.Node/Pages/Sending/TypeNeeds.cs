using System.Collections.Frozen;
using Noodlink.Protocol.Messages;
using static Noodlink.Protocol.Messages.AlarmType;
using static Noodlink.Protocol.Messages.EmergencyService;

namespace Noodlink.Node.Pages.Sending;

// Problem: fourteen questions are asked nowhere by anybody who sees somebody bleed; the meldkamer needs some of them, and
// other ones for a fire than for a birth.
//
// Idea: one table. Each type names who is usually needed, which a person may change, and the two to four questions that
// decide what the first crew brings and whether it gets there (domain.md §3a). All others stay one press away. Nothing here
// is an urgency: that is the meldkamer's to say.

/// <summary>What a type of noodmelding needs.</summary>
/// <param name="Services">Chosen beforehand when nobody chose; said, and changeable.</param>
/// <param name="Questions">Numbers of the form, 5 to 14, in the order in which they are asked.</param>
public sealed record TypeNeeds(IReadOnlyList<EmergencyService> Services, IReadOnlyList<int> Questions)
{
    /// <summary>People, danger to helpers, the way there, and how it is known: what fits anything.</summary>
    private static readonly TypeNeeds Anything = new([Unsure], [5, 6, 7, 10]);

    private static readonly FrozenDictionary<AlarmType, TypeNeeds> Table = new Dictionary<AlarmType, TypeNeeds>
    {
        // Is anybody inside, what may blow up, does an engine get there.
        [BuildingFire] = new([Fire], [5, 6, 7]),
        // What stands in its way: a stall, a camp site, a care home.
        [OutdoorFire] = new([Fire], [6, 7, 14]),
        [VehicleFire] = new([Fire], [5, 6, 7]),
        // How many have complaints, of what, and who is out already.
        [GasOrSubstance] = new([Fire], [5, 6, 9]),
        [CarbonMonoxide] = new([Fire, Ambulance], [5, 9, 13]),
        // Is somebody at it, is there an AED, since when, and who shows the way: minutes count twice.
        [CardiacArrest] = new([Ambulance], [9, 8, 13, 5]),
        [Unwell] = new([Ambulance], [5, 13, 9]),
        // How many depend on it, since when, and who stands at the road.
        [MedicalDevice] = new([Ambulance], [5, 8, 13]),
        [Childbirth] = new([Ambulance], [13, 8, 7]),
        [Injury] = new([Ambulance], [5, 9, 6]),
        // Who is trapped decides between one engine and three.
        [TrafficInjury] = new([Ambulance, Police], [5, 6, 7]),
        [TrafficDamage] = new([Police], [6, 7]),
        [PersonInWater] = new([Fire, Ambulance], [5, 13, 7, 8]),
        [VehicleInWater] = new([Fire, Ambulance], [5, 13, 7]),
        [RailOrShip] = new([Fire, Ambulance, Police], [5, 6, 7]),
        [LiftEntrapment] = new([Fire], [5, 13, 14]),
        [CollapseOrQuake] = new([Fire, Ambulance], [5, 6, 9, 7]),
        // A child, somebody who is confused, and how long they can be away.
        [MissingPerson] = new([Police], [13, 5, 12]),
        // A weapon is for the officer who goes in first.
        [AlarmType.Violence] = new([Police], [6, 5, 10]),
        [Looting] = new([Police], [6, 10, 11]),
        [Disturbance] = new([Police], [6, 5, 10]),
        [SelfHarm] = new([Police, Ambulance], [6, 11, 12]),
        [Suspicious] = new([Police], [10, 13, 6]),
        [Flooding] = new([Fire], [5, 7, 14]),
        [StormDamage] = new([Fire], [5, 6, 7]),
        [UtilityFailure] = new([Unsure], [14, 13, 6]),
        [AnimalInDistress] = new([Fire], [6, 7, 14]),
        [Other] = Anything,
    }.ToFrozenDictionary();

    /// <summary>Of a type; what fits anything where the type is not known.</summary>
    public static TypeNeeds Of(AlarmType? type) => Table.GetValueOrDefault(type ?? Unknown, Anything);
}
