using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>Whatever comes out of the air: every codec gives a message or a reason.</summary>
public sealed class BodyFuzz
{
    // The longest valid body is about 1,600 bytes and becomes strings of twice that; a reference is 24 bytes and its
    // text.
    private const int AllocatedMax = 16_384;

    [Theory]
    [InlineData(Kind.AlarmUpdate)]
    [InlineData(Kind.AlarmCancel)]
    [InlineData(Kind.Request)]
    [InlineData(Kind.Reply)]
    [InlineData(Kind.SituationReport)]
    [InlineData(Kind.Receipt)]
    [InlineData(Kind.Heartbeat)]
    [InlineData(Kind.LinkTest)]
    [InlineData(Kind.Poll)]
    [InlineData(Kind.Beacon)]
    [InlineData(Kind.NetworkKey)]
    [InlineData(Kind.Bulletin)]
    [InlineData(Kind.ExerciseControl)]
    [InlineData(Kind.HelpRequest)]
    [InlineData(Kind.HelpOffer)]
    [InlineData(Kind.StockReport)]
    [InlineData(Kind.ShiftHandover)]
    [InlineData(Kind.MatchNote)]
    public void A_body_decodes_or_fails(Kind kind) => Run(kind, coreOnly: false);

    internal static void Run(Kind kind, bool coreOnly)
    {
        Fuzz.Run(Valid(kind, coreOnly), 300, AllocatedMax, input => BodyCodec.TryDecode(kind, input, coreOnly));
    }

    internal static List<byte[]> Valid(Kind kind, bool coreOnly) =>
        [.. Enumerable.Range(0, 300).Select(seed =>
        {
            var body = BodyCodec.Encode(Some.Body(new Random(seed), kind), out var core);
            return coreOnly ? body[..core] : body;
        })];
}

/// <summary>Noodmeldingen by themselves, so that they run beside the others.</summary>
public sealed class AlarmFuzz
{
    [Fact]
    public void A_noodmelding_decodes_or_fails() => BodyFuzz.Run(Kind.Alarm, coreOnly: false);

    [Fact]
    public void A_core_decodes_or_fails() => BodyFuzz.Run(Kind.Alarm, coreOnly: true);

    // Whatever is accepted from outside can be written again, and says the same: the hub forwards what it understood.
    [Fact]
    public void What_was_accepted_can_be_written_again()
    {
        foreach (var kind in Some.Kinds)
        {
            var random = new Random((int)kind);
            var valid = BodyFuzz.Valid(kind, coreOnly: false);
            for (var i = 0; i < 20_000; i++)
            {
                var bytes = valid[random.Next(valid.Count)].ToArray();
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                if (BodyCodec.TryDecode(kind, bytes, coreOnly: false) is not DecodeResult.Ok decoded) continue;
                var again = BodyCodec.TryDecode(kind, BodyCodec.Encode(decoded.Body, out _), coreOnly: false);
                Assert.True(again == decoded, $"{kind}: {Convert.ToHexString(bytes)}");
            }
        }
    }
}
