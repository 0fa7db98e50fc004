using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>As <see cref="DecodeFailureTests"/>, for the kinds besides noodmeldingen.</summary>
public sealed class DecodeFailureKindsTests
{
    private const string Request = "0005 0002 0438";

    [Theory]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 04 0009 01 41 0001 42", "audience 4")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 02 0009 01 41 0001 42 01 00", "field")]
    [InlineData(Kind.ExerciseControl, "3CA7EEF000 03 003C 01 41", "action 3")]
    [InlineData(Kind.ExerciseControl, "3CA7EEF000 01 003C 01 41 32 01 42 33 00", "field")]
    [InlineData(Kind.HelpRequest, "12 0002 0438 13 01 41", "nobody asks for a trade")]
    [InlineData(Kind.HelpRequest, "05 0002 0438 13 01 41 1C 00", "field")]
    [InlineData(Kind.HelpOffer, "17 00 0002 FFFF FFFF 13 01 41", "category 23")]
    [InlineData(Kind.HelpOffer, "12 08 0002 FFFF FFFF 13 01 41", "skill 8")]
    [InlineData(Kind.HelpOffer, "12 00 0002 FFFF FFFF 13 01 41 1C 00", "field")]
    [InlineData(Kind.StockReport, "01 0F 00 0001 FF", "item 15")]
    [InlineData(Kind.StockReport, "01 02 08 0001 FF", "unit 8")]
    [InlineData(Kind.StockReport, "01 02 00 0001 FF 32 00", "field")]
    [InlineData(Kind.ShiftHandover, "0000 0000 0000 35 01 41 36 00", "field")]
    [InlineData(Kind.MatchNote, "3CA7EEF000 06 01 3CBBBC2000 00002A 0000", "result 6")]
    [InlineData(Kind.MatchNote, "3CA7EEF000 03 01 3CBBBC2000 00002A 0000 02 00", "field")]
    public void What_is_not_known_here_comes_from_newer_software(Kind kind, string hex, string what) =>
        AssertFails(DecodeFailure.NewerVersion, kind, hex, what);

    [Theory]
    [InlineData(Kind.Bulletin, "0000000000 000C 6955B900 02 0009 01 41 0001 42", "of nobody")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 0000 6955B900 02 0009 01 41 0001 42", "number 0")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 00000000 02 0009 01 41 0001 42", "until never")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 00 0009 01 41 0001 42", "no audience")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 02 000C 01 41 0001 42", "replaces itself")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 02 0009 00 0001 42", "no title")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 02 0009 01 0A 0001 42", "title of two lines")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 02 0009 01 41 0000", "no text")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 02 0009 01 41 0002 42", "text longer than the body")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 02 0009 01 41 0001 FF", "no UTF-8")]
    [InlineData(Kind.Bulletin, "3CA7EEF000 000C 6955B900 02 0009 01", "cut off")]
    [InlineData(Kind.ExerciseControl, "3CA7EEF000 00 003C 01 41 32 01 42", "no action")]
    [InlineData(Kind.ExerciseControl, "3CA7EEF000 01 0000 01 41 32 01 42", "a start of no minutes")]
    [InlineData(Kind.ExerciseControl, "3CA7EEF000 01 2761 01 41 32 01 42", "a start of more than a week")]
    [InlineData(Kind.ExerciseControl, "3CA7EEF000 01 003C 01 41", "a start without a name")]
    [InlineData(Kind.ExerciseControl, "3CA7EEF000 02 003C 01 41", "a stop with minutes")]
    [InlineData(Kind.ExerciseControl, "3CA7EEF000 02 0000 00", "no id")]
    [InlineData(Kind.HelpRequest, "00 0002 0438 13 01 41", "no category")]
    [InlineData(Kind.HelpRequest, "05 0000 0438 13 01 41", "nothing of it")]
    [InlineData(Kind.HelpRequest, "05 2710 0438 13 01 41", "10000 of it")]
    [InlineData(Kind.HelpRequest, "05 0002 0000 13 01 41", "needed before it was asked")]
    [InlineData(Kind.HelpRequest, "05 0002 2761 13 01 41", "more than a week")]
    [InlineData(Kind.HelpRequest, "05 0002 0438", "no place")]
    [InlineData(Kind.HelpRequest, "05 0002 0438 13 01 41 1B 02 26BF", "two places")]
    [InlineData(Kind.HelpRequest, "05 0002 0438 13 04 39393139", "a postcode as a name")]
    [InlineData(Kind.HelpRequest, "05 0002 0438 1B 02 03E7", "postcode 999")]
    [InlineData(Kind.HelpRequest, "05 0002 0438 1B 02 2710", "postcode 10000")]
    [InlineData(Kind.HelpRequest, "05 0002 0438 1B 03 0026BF", "postcode of three bytes")]
    [InlineData(Kind.HelpRequest, "05 0002 0438 02 09 3CBBBC2000 00002A 00 13 01 41", "nine bytes of references")]
    [InlineData(Kind.HelpRequest, "05 0002 0438 02 00 13 01 41", "no references")]
    [InlineData(Kind.HelpRequest, "05 0002 0438 01 00 13 01 41", "empty text")]
    [InlineData(Kind.HelpOffer, "14 02 0002 FFFF FFFF 13 01 41", "skill of equipment")]
    [InlineData(Kind.HelpOffer, "14 00 0002 00B4 00B4 13 01 41", "an end at the beginning")]
    [InlineData(Kind.HelpOffer, "14 00 0002 FFFF 0000 13 01 41", "an end of 0 minutes")]
    [InlineData(Kind.HelpOffer, "14 00 0002 2761 FFFF 13 01 41", "from after a week")]
    [InlineData(Kind.StockReport, "00", "nothing")]
    [InlineData(Kind.StockReport, "00 01 01 41", "only a text")]
    [InlineData(Kind.StockReport, "0D" + Thirteen, "13 items")]
    [InlineData(Kind.StockReport, "01 00 00 0001 FF", "no item")]
    [InlineData(Kind.StockReport, "01 02 00 0001", "cut off")]
    [InlineData(Kind.ShiftHandover, "0000 0000 0000", "nobody takes over")]
    [InlineData(Kind.ShiftHandover, "0000 0000 00", "one byte short")]
    [InlineData(Kind.MatchNote, "3CA7EEF000 00 01 3CBBBC2000 00002A 0000", "no result")]
    [InlineData(Kind.MatchNote, "3CA7EEF000 02 01 3CBBBC2000 00002A 0000", "linked to nothing")]
    [InlineData(Kind.MatchNote, "3CA7EEF000 03 00", "of no request")]
    [InlineData(Kind.MatchNote, "3CA7EEF000 03 03 " + Reference + Reference + Reference, "three references")]
    [InlineData(Kind.MatchNote, "0000000000 03 01 " + Reference, "of nobody")]
    public void What_makes_no_sense_is_malformed(Kind kind, string hex, string what) =>
        AssertFails(DecodeFailure.Malformed, kind, hex, what);

    private const string Reference = "3CBBBC2000 00002A 0000 ";

    private const string Thirteen = Four + Four + Four + " 02 00 0001 FF";

    private const string Four = " 02 00 0001 FF 02 00 0001 FF 02 00 0001 FF 02 00 0001 FF";

    private static void AssertFails(DecodeFailure failure, Kind kind, string hex, string what)
    {
        var result = BodyCodec.TryDecode(kind, Hex.Bytes(hex), coreOnly: false);
        var failed = Assert.IsType<DecodeResult.Failed>(result);
        Assert.True(failure == failed.Failure, $"{what}: {failed}");
        Assert.NotEmpty(failed.Detail);
    }
}
