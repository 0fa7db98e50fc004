using Noodlink.Hub.Meldkamer;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Meldkamer;

public sealed class DossierTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_version_from_the_database_becomes_a_dossier()
    {
        var changes = new AlarmFacts { Text = "accu 15 min" };
        var view = View(new AlarmUpdate([], changes), "GR-WK3-0014", VersionCause.Update, changes) with
        {
            BaseNumber = "GR-WK3-0011",
            Version = 2,
            Earlier = [new(1, Noon)],
        };

        var dossier = Of(view);

        Assert.Equal("GR-WK3-0011.2", dossier.Identifier);
        Assert.Equal("GR-WK3-0014", $"{dossier.Source}");
        Assert.Equal(changes, dossier.Changes);
        Assert.Equal([new EarlierVersion(1, Noon)], dossier.Earlier);
        Assert.Equal((Noon.AddSeconds(-9), Noon), (dossier.CreatedAt, dossier.ReceivedAt));
        Assert.Equal(Noon.AddSeconds(1), dossier.Sent);
        Assert.Equal(BearerName.Radio, dossier.Bearer);
    }

    [Fact]
    public void An_intrekking_brings_its_reason()
    {
        var cancel = new AlarmCancel([], CancelReason.TakenOver, "buurman");

        var dossier = Of(View(cancel, "GR-WK3-0015", VersionCause.Cancel, new()));

        Assert.Equal((CancelReason.TakenOver, "buurman"), (dossier.CancelReason, dossier.CancelText));
        Assert.Null(dossier.Changes);
    }

    [Fact]
    public void A_number_that_two_messages_carry_keeps_its_epoch() =>
        Assert.Equal("GR-WK1-0007-3F9A", Of(View(null, "GR-WK1-0007-3F9A", VersionCause.New, new())).Identifier);

    [Theory]
    [InlineData(false, "sluis Gaarke…", null, true)]
    [InlineData(false, "Leek", null, true)]
    [InlineData(false, null, "9843AB", false)]
    [InlineData(false, "naast de k…", "9843AB", true)]
    [InlineData(true, "sluis…", null, false)]
    public void Only_an_incomplete_place_without_a_code_counts_as_cut(
        bool complete, string? text, string? postcode, bool cut)
    {
        var location = new Location
        {
            Kind = LocationKind.Text, Certainty = Certainty.Certain, Text = text, Postcode = postcode,
        };
        var view = View(null, "GR-WK1-0007", VersionCause.New, new AlarmFacts { Location = location });

        Assert.Equal(cut, Of(view with { Complete = complete }).PlaceCut);
    }

    private static Dossier Of(VersionView view) => Dossier.Of(
        view, new StationCard(StationId.Parse("GR-WK3"), "Kerk", "Westerkwartier"),
        new HubCard(StationId.Parse("GR-CWK"), "Zuidhorn"));

    private static VersionView View(MessageBody? body, string number, VersionCause cause, AlarmFacts facts) => new(
        1, number, 1, Message(body, number), cause, facts, true, Noon.AddSeconds(1), [], new Dictionary<string, int>());

    private static MessageView Message(MessageBody? body, string number) => new()
    {
        Journal = 7,
        Number = number,
        Own = false,
        Station = "GR-WK3",
        Kind = body?.Kind ?? Kind.Alarm,
        Status = MessageStatus.Actual,
        Precedence = Precedence.Flash,
        State = MessageState.DeliveredDevice,
        StateLabel = "",
        CreatedAt = Noon.AddSeconds(-9),
        StoredAt = Noon,
        Body = body,
        Complete = true,
        Receptions = [new(BearerName.Radio, Noon, -90, 5), new(BearerName.Mqtt, Noon, null, null)],
    };
}
