using Noodlink.Node.Pages.Sending;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>When somebody is asked "Is dit iets nieuws?", and when never (domain.md §3c).</summary>
public sealed class LikelyRepeatTests
{
    private static readonly DateTimeOffset Now = SomeView.Now;

    private static readonly AlarmFacts Shed = new()
    {
        Services = [EmergencyService.Fire], Type = AlarmType.BuildingFire, DangerToLife = Danger.Unknown,
        Location = new Location
        {
            Kind = LocationKind.Address, Certainty = Certainty.Certain, Street = "Proefstraat", Number = "14",
            Place = "Zuidhorn", Rd = new Rd(222_900, 583_100),
        },
        Text = "Schuur achter woonhuis in brand, slaat over naar dak. Gasflessen in schuur!!",
    };

    private static readonly AlarmFacts Patient = new()
    {
        Services = [EmergencyService.Ambulance], Type = AlarmType.Unwell, DangerToLife = Danger.Yes, Victims = 1,
        Location = new Location { Kind = LocationKind.Spot, Certainty = Certainty.Certain, Spot = "sporthal", Place = "Leek" },
        Text = "Man ±70, pijn op de borst sinds kwartier, grauw en zweten. Aanspreekbaar.",
    };

    public static TheoryData<string, AlarmFacts, AlarmFacts, bool> Cases => new()
    {
        { "D2: the same again", Shed, Shed, true },
        { "a comma and a capital more", Shed, Shed with { Text = "schuur achter woonhuis in brand - slaat over naar dak, gasflessen in schuur" }, true },
        { "the same fire under another name", Shed, Shed with { Type = AlarmType.OutdoorFire }, true },
        { "a few houses on, seen from elsewhere", Shed, Shed with { Location = Point(223_100, 583_200) }, true },
        { "danger is worse now", Shed, Shed with { DangerToLife = Danger.Yes }, true },
        { "both here, and nothing written", Here(null), Here(null), true },
        { "D3: another patient in one hall", Patient, Patient with { Text = "Vrouw ±55, pijn op de borst, grauw en zweten. Aanspreekbaar." }, false },
        { "D3: only the age differs", Patient, Patient with { Text = "Man ±40, pijn op de borst sinds kwartier, grauw en zweten. Aanspreekbaar." }, false },
        { "two types of ill", Patient, Patient with { Type = AlarmType.CardiacArrest }, false },
        { "one more victim", Patient, Patient with { Victims = 2 }, false },
        { "a child this time", Patient, Patient with { Children = 1 }, false },
        { "another house", Shed, Shed with { Location = Shed.Location! with { Number = "16" } }, false },
        { "the same street in another village", Shed, Shed with { Location = Shed.Location! with { Place = "Leek", Rd = new Rd(219_000, 575_000) } }, false },
        { "only the village in common", Village("Zuidhorn"), Village("Zuidhorn"), false },
        { "here, and elsewhere", Here(null), Shed with { Text = null }, false },
        { "nothing written the first time, a story now", Here(null), Here("Man is gevallen"), false },
        { "a fire and a patient", Shed, Patient, false },
        { "D6: another hectometre post", Road(17.3m), Road(16.8m), false },
        { "the same post", Road(17.3m), Road(17.3m), true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_asked_only_when_nothing_speaks_for_something_new(
        string what, AlarmFacts first, AlarmFacts second, bool asked)
    {
        var earlier = SomeView.In(MessageState.Sending) with { Body = new Alarm(first, []) };

        Assert.True(asked == LikelyRepeat.Find(second, MessageStatus.Actual, [earlier], Now) is not null, what);
    }

    [Theory]
    [InlineData(MessageState.Queued, true)]
    [InlineData(MessageState.DeliveredDevice, true)]
    [InlineData(MessageState.SeenByHuman, true)]
    [InlineData(MessageState.Unconfirmed, true)]
    [InlineData(MessageState.Forwarded, false)]
    [InlineData(MessageState.AcceptedControlRoom, false)]
    [InlineData(MessageState.EnRoute, false)]
    [InlineData(MessageState.Closed, false)]
    [InlineData(MessageState.Cancelled, false)]
    [InlineData(MessageState.Refused, false)]
    [InlineData(MessageState.NotForwarded, false)]
    public void Once_the_meldkamer_has_it_or_nobody_has_it_any_more_it_is_something_new(MessageState state, bool asked)
    {
        var earlier = SomeView.In(state) with { Body = new Alarm(Shed, []) };

        Assert.Equal(asked, LikelyRepeat.Find(Shed, MessageStatus.Actual, [earlier], Now) is not null);
    }

    [Fact]
    public void Half_an_hour_later_another_status_or_another_station_is_something_new()
    {
        var earlier = SomeView.In(MessageState.Sending) with { Body = new Alarm(Shed, []) };
        MessageView[] none =
        [
            earlier with { StoredAt = Now.AddMinutes(-30) }, earlier with { Status = MessageStatus.Exercise },
            earlier with { Own = false }, earlier with { Body = null },
        ];

        Assert.Null(LikelyRepeat.Find(Shed, MessageStatus.Actual, none, Now));
        Assert.Equal(
            "GR-WK1-0043",
            LikelyRepeat.Find(
                Shed, MessageStatus.Actual,
                [earlier, earlier with { Number = "GR-WK1-0043", StoredAt = Now.AddMinutes(-2) }], Now)?.Number);
    }

    private static Location Point(int x, int y) =>
        new() { Kind = LocationKind.Point, Certainty = Certainty.Approximate, Rd = new Rd(x, y) };

    private static AlarmFacts Here(string? text) => new()
    {
        Type = AlarmType.Injury, Location = new Location { Kind = LocationKind.Here, Certainty = Certainty.Certain }, Text = text,
    };

    private static AlarmFacts Village(string place) => Shed with
    {
        Location = new Location { Kind = LocationKind.Text, Certainty = Certainty.Guessed, Place = place },
    };

    private static AlarmFacts Road(decimal hectometre) => new()
    {
        Type = AlarmType.TrafficInjury, Text = "Auto tegen trekker",
        Location = new Location
        {
            Kind = LocationKind.Road, Certainty = Certainty.Guessed, Road = "N355", Hectometre = hectometre,
        },
    };
}
