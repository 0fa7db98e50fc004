using FsCheck;
using FsCheck.Fluent;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>What was written is read back, for every kind and whatever was left out.</summary>
public sealed class RoundTrips
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(4000);

    [Fact]
    public void Every_message_is_read_back_as_it_was_written() => Check((random, kind) =>
    {
        var body = Some.Body(random, kind);

        var decoded = BodyCodec.TryDecode(kind, BodyCodec.Encode(body, out _), coreOnly: false);

        return Equal(new DecodeResult.Ok(body), decoded);
    });

    [Fact]
    public void One_content_has_one_form() => Check((random, kind) =>
    {
        var bytes = BodyCodec.Encode(Some.Body(random, kind), out _);

        var again = BodyCodec.Encode(Decoded(kind, bytes), out _);

        return bytes.AsSpan().SequenceEqual(again);
    });

    [Fact]
    public void Every_message_survives_being_cut_into_radio_parts() => Check((random, kind) =>
    {
        var bytes = BodyCodec.Encode(Some.Body(random, kind), out var core);
        var size = random.Next(Parts.SealedBytesMin, Parts.RadioSealedBytesMax + 1);

        var parts = Parts.Split(bytes, core, size).ToDictionary(part => part.Part, part => part.Plaintext);

        Assert.All(parts.Values, part => Assert.True(part.Length + 22 <= size));
        Assert.True(Parts.TryJoin(kind, parts, out var joined, out var complete));
        return complete && joined.AsSpan().SequenceEqual(bytes);
    });

    [Fact]
    public void The_core_alone_says_what_the_whole_says_as_far_as_it_goes() => Check((random, _) =>
    {
        var whole = (Alarm)Some.Body(random, Kind.Alarm);
        var bytes = BodyCodec.Encode(whole, out var core);

        var decoded = BodyCodec.TryDecode(Kind.Alarm, bytes.AsSpan(0, core), coreOnly: true);
        var alarm = (Alarm)((DecodeResult.Ok)decoded).Body;

        Assert.Equal(whole.Facts.Services!.Order(), alarm.Facts.Services!);
        Assert.Equal(whole.Facts.Hazards?.Order(), alarm.Facts.Hazards);
        Assert.Equal(whole.Facts.Actions?.Order(), alarm.Facts.Actions);
        Assert.Equal(whole.Facts.Barriers?.Order(), alarm.Facts.Barriers);
        Assert.Equal(whole.Facts.VulnerableSites?.Order(), alarm.Facts.VulnerableSites);
        Assert.Equal(whole.Facts.Location!.Kind, alarm.Facts.Location!.Kind);
        Assert.Equal(whole.Facts.Location.Certainty, alarm.Facts.Location.Certainty);
        var coded = alarm.Facts with
        {
            Services = whole.Facts.Services, Hazards = whole.Facts.Hazards, Actions = whole.Facts.Actions,
            Barriers = whole.Facts.Barriers, VulnerableSites = whole.Facts.VulnerableSites,
            Location = whole.Facts.Location, Text = whole.Facts.Text,
        };
        return coded == whole.Facts && alarm.Facts.Text is null && alarm.References.Count == 0;
    });

    private static MessageBody Decoded(Kind kind, byte[] bytes) =>
        ((DecodeResult.Ok)BodyCodec.TryDecode(kind, bytes, coreOnly: false)).Body;

    private static bool Equal<T>(T expected, T actual)
    {
        Assert.Equal(expected, actual);
        return true;
    }

    private static void Check(Func<Random, Kind, bool> property) =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue - 1).Zip(Gen.Elements(Some.Kinds)).ToArbitrary(),
            drawn => property(new Random(drawn.Item1), drawn.Item2)).Check(Many);
}
