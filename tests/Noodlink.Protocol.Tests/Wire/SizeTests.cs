using System.Text;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>The sizes that issue 2 §2 and domain.md §3a promise, in sealed bytes.</summary>
public sealed class SizeTests
{
    private static readonly string Ascii140 = new('x', 140);

    private static readonly MessageNumber Reference = new(StationId.Parse("GR-WK1"), 42);

    [Fact]
    public void The_core_of_any_noodmelding_is_at_most_51_bytes()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var body = BodyCodec.Encode(Some.Body(new Random(seed), Kind.Alarm), out var core);
            var first = Parts.Split(body, core, Parts.RadioSealedBytesMax)[0];

            Assert.InRange(first.Plaintext.Length + Envelope.NumberedOverhead, 48, 51);
        }
    }

    [Fact]
    public void A_whole_noodmelding_with_140_characters_is_at_most_220_bytes()
    {
        var everything = Some.Example.Facts with
        {
            Location = new Location
            {
                Kind = LocationKind.Address, Certainty = Certainty.Certain, Postcode = "9843AB", Number = "12-2",
                Rd = new Rd(221_500, 583_200),
            },
            Services = [EmergencyService.Police, EmergencyService.Fire],
            Hazards = [Hazard.Gas, Hazard.Fire],
            Text = Ascii140,
        };

        Assert.InRange(Sealed(new Alarm(everything, [Reference])), 190, 220);
    }

    [Fact]
    public void A_device_receipt_is_at_most_24_bytes_and_28_with_a_bitmap_of_32()
    {
        Assert.Equal(23, Sealed(new DeviceReceipt(1, 1, [], true, true, true)));
        Assert.Equal(27, Sealed(new DeviceReceipt(1, 1, [1, 2, 3, 4], true, true, true)));
        foreach (var form in new[] { ReceiptForm.Gaps, ReceiptForm.Parts })
            Assert.Equal(28, Sealed(new DeviceReceipt(1, 1, [1, 2, 3, 4, 5], false, true, true, Form: form)));
    }

    [Fact]
    public void A_receipt_of_the_meldkamer_is_at_most_44_bytes()
    {
        var receipt = new ProgressReceipt(
            1, 1, 1, MessageState.AcceptedControlRoom, Channel: MeldkamerChannel.C2000, MeldkamerNumber: "2026-03217");

        Assert.Equal(44, Sealed(receipt));
    }

    [Fact]
    public void The_other_kinds_keep_to_their_limits_on_the_radio()
    {
        var update = new AlarmUpdate([Reference], new AlarmFacts { DangerToLife = Danger.Yes, Text = Ascii140 });

        Assert.InRange(Sealed(update), 0, 180);
        Assert.InRange(Sealed(new AlarmCancel([Reference], CancelReason.Resolved, Ascii140[..60])), 0, 110);
        Assert.InRange(Sealed(new Request(Reference.Station, [Reference], Question.Q1, Ascii140[..90])), 0, 140);
        Assert.InRange(Sealed(new Reply([Reference], new Answer(AnswerKind.Number, 3), Ascii140)), 0, 180);
        Assert.Equal(29, Sealed(new Heartbeat(1, 1, 1, 1, true, true, true)));
        Assert.Equal(19, Sealed(new LinkTest(1, [])));
        var offers = Enumerable.Range(1, 4000).Select(i => ((uint)(2 * i), (HelpCategory)(1 + (i % 22))));
        Assert.InRange(Sealed(new Heartbeat(9000, 1, 1, 1, true, true, true, HeldOffers.Of(offers, 9000))), 130, 150);
        Assert.Equal(38, Sealed(new Heartbeat(9, 1, 1, 1, true, true, true, HeldOffers.Of([(7, HelpCategory.Water)], 9))));
        Assert.InRange(Sealed(Some.Polls(24)), 0, 198);
        Assert.Equal(23, Sealed(new Poll([], new PollFrom(0xFFFF, 0xFFFFFF))));
        StationKey.TryCreate(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"), out var key);
        Assert.Equal(56, Sealed(new NetworkKey(1, key!)));
    }

    [Fact]
    public void A_bulletin_of_400_characters_is_three_radio_parts_at_most()
    {
        var longest = SomeKinds.Bulletin with
        {
            Title = new string('é', 40), Text = string.Concat(Enumerable.Repeat("é", 20)) + new string('x', 380),
        };
        var body = BodyCodec.Encode(longest, out var core);
        var parts = Parts.Cut(body, core);

        Assert.Equal(517, body.Length);
        Assert.Equal(3, parts.Count(part => part.Part <= Parts.LastRest));
        Assert.All(
            parts,
            part => Assert.InRange(
                part.Plaintext.Length + Envelope.NumberedOverhead, 1, Parts.RadioSealedBytesMax));
        Assert.Equal(198, Sealed(SomeKinds.Bulletin with { Title = Ascii140[..19], Text = Ascii140 }));
    }

    [Fact]
    public void The_start_of_an_exercise_is_small()
    {
        Assert.Equal(60, Sealed(SomeKinds.Start));
        Assert.Equal(37, Sealed(SomeKinds.Stop));
    }

    [Fact]
    public void A_request_for_help_with_140_characters_is_at_most_180_bytes()
    {
        Assert.Equal(173, Sealed(SomeKinds.Request with { Place = "9919", Text = Ascii140 }));
        Assert.Equal(180, Sealed(SomeKinds.Request with { Text = Ascii140 }));
        Assert.Equal(185, Sealed(SomeKinds.Request with { Place = "9919", Text = Ascii140, References = [Reference] }));
        Assert.Equal(176, Sealed(SomeKinds.Offer with { Place = "9919", Text = Ascii140 }));
    }

    [Fact]
    public void A_stock_report_of_several_items_is_at_most_90_bytes()
    {
        var four = SomeKinds.Stock.Items;
        Assert.Equal(4, four.Count);
        Assert.Equal(85, Sealed(new StockReport(four, Ascii140[..40])));
        Assert.Equal(83, Sealed(new StockReport([.. four, .. four, .. four], null)));
    }

    [Fact]
    public void A_match_and_a_handover_are_small()
    {
        Assert.Equal(49, Sealed(SomeKinds.Match with { Text = null }));
        Assert.Equal(111, Sealed(SomeKinds.Match with { Text = Ascii140[..60] }));
        Assert.Equal(74, Sealed(SomeKinds.Handover));
    }

    [Fact]
    public void The_longest_noodmelding_there_is_fits_in_fifteen_parts()
    {
        var body = BodyCodec.Encode(Longest(), out var core);

        Assert.Equal(1556, body.Length);
        Assert.InRange(body.Length, 0, BodyCodec.BodyBytesMax);
        foreach (var size in (int[])[Parts.SealedBytesMin, Parts.RadioSealedBytesMax])
            Assert.All(
                Parts.Split(body, core, size),
                part => Assert.InRange(part.Plaintext.Length + Envelope.NumberedOverhead, 48, size));
        Assert.IsType<DecodeResult.Ok>(BodyCodec.TryDecode(Kind.Alarm, body, coreOnly: false));
    }

    private static Alarm Longest()
    {
        var text = new string('é', 80);
        return new Alarm(
            new AlarmFacts
            {
                Services = [.. Enum.GetValues<EmergencyService>().Reverse()],
                Type = AlarmType.Other,
                DangerToLife = Danger.Yes,
                Hazards = [.. Enum.GetValues<Hazard>().Where(hazard => hazard != Hazard.None).Reverse()],
                Actions = [.. Enum.GetValues<ActionTaken>().Reverse()],
                Barriers = [.. Enum.GetValues<Protocol.Messages.Barrier>().Reverse()],
                VulnerableSites = [.. Enum.GetValues<VulnerableSite>().Reverse()],
                Text = text,
                Location = new Location
                {
                    Kind = LocationKind.Text, Certainty = Certainty.Guessed, Street = text,
                    Number = new string('é', 12), Place = text, Gemeente = text, Road = text, Hectometre = 1,
                    Side = RoadSide.Left, Towards = text,
                    Spot = text, Rd = new Rd(1, 300_000), Text = text,
                },
            },
            [.. Enumerable.Range(1, 16).Select(i => new MessageNumber(Reference.Station, (uint)i, 1))]);
    }

    private static int Sealed(MessageBody body)
    {
        var signal = body is DeviceReceipt or Heartbeat or LinkTest or Poll or Beacon;
        StationKey.TryCreate(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"), out var key);
        using var envelope = new Envelope(key!, 17);
        var series = signal ? Series.Signal : Series.Numbered;
        var header = new FrameHeader(
            1, MessageStatus.Actual, Direction.Up, series, body.Kind, Precedence.Flash, 17, 1, 1);
        return envelope.Seal(header, 17, BodyCodec.Encode(body, out _)).Length;
    }
}
