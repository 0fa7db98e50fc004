using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Messages;

public sealed class AlarmDifferencesTests
{
    private static readonly AlarmFacts First = new()
    {
        Services = [EmergencyService.Fire, EmergencyService.Ambulance],
        Type = AlarmType.BuildingFire,
        DangerToLife = Danger.No,
        Location = new Location
        {
            Kind = LocationKind.Address, Certainty = Certainty.Certain, Street = "Proefstraat", Number = "14", Place = "Zuidhorn",
        },
        Victims = 2,
        Hazards = [Hazard.Gas],
        Text = "Schuur in brand",
    };

    [Fact]
    public void Capitals_spaces_and_order_are_no_difference()
    {
        var later = First with
        {
            Services = [EmergencyService.Ambulance, EmergencyService.Fire],
            Location = First.Location! with { Street = "PROEFSTRAAT ", Number = " 14" },
            Text = "schuur  in brand\n",
        };

        Assert.Empty(AlarmDifferences.Between(First, later));
        Assert.False(AlarmDifferences.IsGrave(First, later));
    }

    [Fact]
    public void What_only_one_of_them_says_is_a_difference()
    {
        Assert.Equal(["access"], AlarmDifferences.Between(First, First with { Access = Access.Blocked }));
        Assert.Equal(["hazards"], AlarmDifferences.Between(First, First with { Hazards = null }));
        Assert.Equal(["location"], AlarmDifferences.Between(First, First with { Location = null }));
        Assert.False(AlarmDifferences.IsGrave(First, First with { Access = Access.Blocked, Hazards = null, Location = null }));
    }

    [Fact]
    public void Every_field_of_a_noodmelding_is_compared()
    {
        var full = typeof(AlarmFacts).GetProperties().Where(property => property.CanWrite).ToList();
        var random = new Random(5);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 500; i++)
            seen.UnionWith(AlarmDifferences.Between(Some.AlarmFacts(random), Some.AlarmFacts(random)));
        Assert.Equal(full.Count, seen.Count);
    }

    [Theory]
    [MemberData(nameof(Worse))]
    public void Worse_or_elsewhere_is_grave(AlarmFacts later)
    {
        Assert.NotEmpty(AlarmDifferences.Between(First, later));
        Assert.True(AlarmDifferences.IsGrave(First, later));
    }

    public static TheoryData<AlarmFacts> Worse() =>
    [
        First with { Services = [EmergencyService.Fire, EmergencyService.Police] },
        First with { Type = AlarmType.GasOrSubstance },
        First with { DangerToLife = Danger.Yes },
        First with { DangerToLife = Danger.Unknown },
        First with { Location = First.Location! with { Number = "41" } },
        First with { Location = new Location { Kind = LocationKind.Road, Certainty = Certainty.Guessed, Road = "N355" } },
        First with { Victims = 3 },
        First with { Trapped = 1 },
        First with { Hazards = [Hazard.Gas, Hazard.Weapon] },
    ];

    [Fact]
    public void Milder_or_said_in_other_words_is_not()
    {
        AlarmFacts[] later =
        [
            First with { Services = [EmergencyService.Fire] }, First with { Victims = 1 }, First with { Hazards = [Hazard.None] },
            First with { Text = "de schuur staat in brand" }, First with { Text = null }, First with { Type = AlarmType.Unknown },
            First with { Location = First.Location! with { Postcode = "9801AA", Certainty = Certainty.Guessed } },
        ];
        Assert.DoesNotContain(later, one => AlarmDifferences.IsGrave(First, one));
        Assert.True(AlarmDifferences.IsGrave(First with { Text = null }, First));
    }
}
