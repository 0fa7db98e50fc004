using System.Reflection;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Apps.Tests.Meldkamer;

public sealed class DutchTests
{
    [Theory]
    [InlineData(typeof(Labels))]
    [InlineData(typeof(MessageLabels))]
    [InlineData(typeof(HelpLabels))]
    public void Every_coded_value_has_a_word_of_its_own(Type labels)
    {
        var methods = labels.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.Name == "Of" && method.GetParameters()[0].ParameterType.IsEnum);
        foreach (var method in methods)
        {
            var type = method.GetParameters()[0].ParameterType;
            var words = Enum.GetValues(type).Cast<object>().Where(value => $"{value}" != "Unknown")
                .Select(value => (Value: value, Word: (string)method.Invoke(null, [value])!)).ToList();
            Assert.All(words, pair => Assert.False(
                pair.Word.StartsWith("onbekend", StringComparison.OrdinalIgnoreCase) || pair.Word.Length == 0,
                $"{type.Name}.{pair.Value} has no word"));
            Assert.Equal(words.Count, words.Select(pair => pair.Word).Distinct().Count());
        }
    }

    [Fact]
    public void Every_enumeration_of_a_noodmelding_has_labels()
    {
        var labelled = new[] { typeof(Labels), typeof(MessageLabels), typeof(HelpLabels) }
            .SelectMany(labels => labels.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.Name == "Of").Select(method => method.GetParameters()[0].ParameterType)
            .ToHashSet();
        var used = new[] { typeof(AlarmFacts), typeof(Location), typeof(SituationReport), typeof(AlarmCancel),
                typeof(Bulletin), typeof(ExerciseControl), typeof(HelpRequest), typeof(HelpOffer), typeof(StockLine),
                typeof(MatchNote) }
            .SelectMany(record => record.GetProperties()).Select(property => property.PropertyType)
            .Select(type => Nullable.GetUnderlyingType(type) ?? type)
            .Select(type => type.IsGenericType ? type.GetGenericArguments()[0] : type)
            .Where(type => type.IsEnum && type.Assembly == typeof(Alarm).Assembly);

        Assert.All(used.Where(type => type != typeof(Kind)), type => Assert.Contains(type, labelled));
    }

    [Theory]
    [InlineData("9843AB", "negen acht vier drie Alfa Bravo")]
    [InlineData("N355", "November drie vijf vijf")]
    [InlineData("12-2", "één twee (streepje) twee")]
    [InlineData("'t Zandt", "(apostrof) Tango (spatie) Zulu Alfa November Delta Tango")]
    [InlineData("Rûzjebos", "Romeo Uniform (accent) Zulu Juliett Echo Bravo Oscar Sierra")]
    [InlineData("Moëssing", "Mike Oscar Echo (trema) Sierra Sierra India November Golf")]
    [InlineData("e\u0301", "Echo (accent)")]
    [InlineData("", "")]
    public void Names_and_postcodes_are_spelled(string text, string spelled) =>
        Assert.Equal(spelled, Spelling.Of(text));

    [Theory]
    [InlineData("2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00")]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00")]
    [InlineData("2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00")]
    [InlineData("2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00")]
    [InlineData("2025-12-31T23:30:00Z", "2026-01-01T00:30:00+01:00")]
    [InlineData("2025-10-26T01:00:00+02:00", "2025-10-26T01:00:00+02:00")]
    public void The_clock_of_the_Netherlands_needs_no_time_zone_data(string moment, string local) =>
        Assert.Equal(local, $"{DutchTime.Local(DateTimeOffset.Parse(moment)):yyyy-MM-dd'T'HH:mm:sszzz}");

    [Fact]
    public void A_date_reads_as_people_write_it()
    {
        var moment = new DateTimeOffset(2026, 2, 6, 5, 21, 30, TimeSpan.Zero);

        Assert.Equal("6 februari 2026, 06:21 uur", DutchTime.DateAndTime(moment));
        Assert.NotEmpty(DutchTime.DateAndTime(DateTimeOffset.MinValue));
        Assert.NotEmpty(DutchTime.DateAndTime(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void A_place_says_everything_that_was_entered()
    {
        var place = new Location
        {
            Kind = LocationKind.Road,
            Certainty = Certainty.Guessed,
            Road = "N355",
            Hectometre = 17.3m,
            Side = RoadSide.Right,
            Towards = "Grijpskerk",
            Text = "na de rotonde",
            Rd = new Rd(215000, 586000),
        };

        Assert.Equal("N355, hectometer 17,3, rechts, richting Grijpskerk, na de rotonde, RD 215000, 586000",
            PlaceText.Of(place));
        var here = new Location { Kind = LocationKind.Here, Certainty = Certainty.Certain };
        Assert.Equal("bij Noodsteunpunt Leek", PlaceText.Of(here, "Noodsteunpunt Leek"));
        Assert.Equal("onbekend", PlaceText.Of(null));
        Assert.Equal("onbekend",
            PlaceText.Of(new Location { Kind = LocationKind.Text, Certainty = Certainty.Unknown }));
    }

    [Fact]
    public void A_house_number_without_its_street_is_said_as_a_house_number()
    {
        var core = new Location
        {
            Kind = LocationKind.Address, Certainty = Certainty.Certain, Postcode = "9843AB", Number = "3",
        };

        Assert.Equal("huisnummer 3, 9843AB", PlaceText.Of(core));
        Assert.Equal("Modelweg 3, 9843AB", PlaceText.Of(core with { Street = "Modelweg" }));
    }
}
