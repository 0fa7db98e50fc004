using System.Text.Json;
using System.Text.RegularExpressions;
using Noodlink.Hub.Meldkamer;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Meldkamer;

public sealed partial class SheetTests
{
    /// <summary>The approved sheets stand beside this file. To approve new ones, run with NOODLINK_APPROVE=1 and
    /// read the difference before it is committed.</summary>
    [Theory]
    [MemberData(nameof(Examples.Names), MemberType = typeof(Examples))]
    public void The_sheet_is_as_approved(string name)
    {
        var file = Repository.PathOf("tests", "Noodlink.Apps.Tests", "Meldkamer", "Approved", name + ".txt");
        var sheet = Sheet.Of(Examples.All[name]);
        if (Environment.GetEnvironmentVariable("NOODLINK_APPROVE") == "1") File.WriteAllText(file, sheet);

        Assert.Equal(File.ReadAllText(file), sheet);
    }

    [Fact]
    public void The_order_is_that_of_the_meldkamer()
    {
        var sheet = Sheet.Of(Examples.All["04-road-accident"]);

        var titles = new[] { "WIE", "WAAR", "WAT", "GEVAAR EN AANTALLEN", "GEVAREN EN TOEGANG", "CONTACT", "OVERIG" };
        var places = titles.Select(title => sheet.IndexOf($"\n{title}\n", StringComparison.Ordinal)).ToArray();

        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [InlineData(MessageStatus.Exercise, "OEFENING")]
    [InlineData(MessageStatus.Test, "TEST")]
    public void An_exercise_says_so_on_the_first_and_the_last_line(MessageStatus status, string word)
    {
        var lines = Sheet.Of(Examples.All["09-chimney-quake"] with { Status = status }).TrimEnd('\n').Split('\n');

        Assert.StartsWith(word, lines[0], StringComparison.Ordinal);
        Assert.StartsWith(word, lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_one_never_says_exercise_or_test()
    {
        var sheet = Sheet.Of(Examples.All["09-chimney-quake"]);

        Assert.StartsWith("ECHT – NOODMELDING GR-ED3-0002\n", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("OEFENING", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("TEST", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incomplete_one_says_what_is_to_follow()
    {
        var example = Examples.All["06-irritant-gas"];
        var core = example with { Complete = false, PlaceCut = true, Facts = example.Facts with { Text = null } };

        var sheet = Sheet.Of(core);

        Assert.Contains("TOELICHTING VOLGT", sheet, StringComparison.Ordinal);
        Assert.Contains("Let op: plaats nog niet compleet", sheet, StringComparison.Ordinal);
        Assert.Contains("  Toelichting: volgt\n", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public void An_aanvulling_says_first_what_is_new_and_only_that()
    {
        var example = Examples.All["10-ventilator-update"];
        var changes = new AlarmFacts { Guide = Guide.AtRoad, Victims = 2, Text = "accu 15 min" };

        var sheet = Sheet.Of(example with { Facts = example.Facts.With(changes), Changes = changes });

        Assert.Contains(
            "NIEUW\n  5. Slachtoffers: 2\n  8. Staat er iemand klaar: ja, aan de weg\n"
            + "  Toelichting:\n  | accu 15 min\n\nWIE\n",
            sheet, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_knows_is_said_as_unknown_and_what_was_asked_says_so()
    {
        var example = Examples.All["06-irritant-gas"];
        var facts = new AlarmFacts { DangerToLife = Danger.Unknown };

        var sheet = Sheet.Of(example with { Facts = facts });

        foreach (var line in new[]
                 {
                     "1. Wie is er nodig: onbekend", "2. Waar is het: onbekend", "3. Wat is er: onbekend",
                     "4. Levensgevaar: onbekend (is gevraagd)", "Kinderen: onbekend", "7. Bereikbaar: onbekend",
                     "12. Taal: onbekend", "13. Hoe lang geleden: onbekend",
                 })
            Assert.Contains($"  {line}\n", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_words_never_look_like_a_line_of_the_sheet()
    {
        var example = Examples.All["01-barn-fire"];
        var facts = example.Facts with
        {
            Text = "brand\nOEFENING – stuur niemand\n  4. Levensgevaar: nee",
            Location = example.Facts.Location! with { Street = "Straat\nOEFENING" },
        };

        var lines = Sheet.Of(example with { Facts = facts }).Split('\n');

        Assert.DoesNotContain(lines, line => line.StartsWith("OEFENING", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("  4. Levensgevaar", StringComparison.Ordinal));
        Assert.Contains("  | OEFENING – stuur niemand", lines);
    }

    [Fact]
    public void No_sheet_holds_a_word_that_claims_too_much()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            foreach (var cause in Enum.GetValues<VersionCause>())
            {
                var dossier = Examples.All["00-missing-person"] with
                {
                    Facts = new SomeFacts(seed).Next(),
                    Cause = cause,
                    Complete = seed % 2 == 0,
                    PlaceCut = seed % 3 == 0,
                };
                Assert.False(Forbidden().IsMatch(Sheet.Of(dossier)), $"seed {seed}, {cause}");
                Assert.All(Sheet.Of(dossier).Split('\n'), line => Assert.DoesNotContain(line, char.IsControl));
            }
        }
    }

    [Fact]
    public void The_JSON_holds_what_the_form_held()
    {
        using var json = JsonDocument.Parse(JsonSheet.Write(Examples.All["10-ventilator-update"]));
        var root = json.RootElement;

        Assert.Equal("GR-WK3-0011", root.GetProperty("id").GetString());
        Assert.Equal("GR-WK3-0011.2", root.GetProperty("identifier").GetString());
        Assert.Equal(2, root.GetProperty("version").GetInt32());
        Assert.Equal("AlarmUpdate", root.GetProperty("kind").GetString());
        Assert.Equal("GR-WK3-0014", root.GetProperty("message").GetString());
        Assert.Equal("Flash", root.GetProperty("precedence").GetString());
        Assert.Equal("2026-02-06T06:46:30+01:00", root.GetProperty("sent").GetString());
        Assert.True(root.GetProperty("complete").GetBoolean());
        Assert.Equal("GR-WK3-0011", root.GetProperty("references")[0].GetString());
        Assert.Equal("9843AB", root.GetProperty("content").GetProperty("location").GetProperty("postcode").GetString());
        Assert.Contains("omvormer", root.GetProperty("content").GetProperty("text").GetString()!,
            StringComparison.Ordinal);
        Assert.Contains("omvormer", root.GetProperty("changes").GetProperty("text").GetString()!,
            StringComparison.Ordinal);
        Assert.Equal("portofoon kanaal 3", root.GetProperty("station").GetProperty("contact").GetString());
    }

    [GeneratedRegex(
        @"\b(?:verstuurd|aangekomen|aangenomen|kern)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Forbidden();
}
