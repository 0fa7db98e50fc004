using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>As <see cref="EncodeFaultTests"/>, for the kinds besides noodmeldingen: the edge of every field.</summary>
public sealed class EncodeFaultKindsTests
{
    public static TheoryData<string, MessageBody> FromTheHub => new()
    {
        { "bulletin 0", SomeKinds.Bulletin with { Number = 0 } },
        { "bulletin that replaces itself", SomeKinds.Bulletin with { Replaces = 12 } },
        { "bulletin that replaces 0", SomeKinds.Bulletin with { Replaces = 0 } },
        { "bulletin until never", SomeKinds.Bulletin with { ValidUntilSeconds = 0 } },
        { "bulletin for nobody", SomeKinds.Bulletin with { Audience = default } },
        { "bulletin without a title", SomeKinds.Bulletin with { Title = "" } },
        { "title of 61 characters", SomeKinds.Bulletin with { Title = new string('x', 61) } },
        { "title of two lines", SomeKinds.Bulletin with { Title = "a\nb" } },
        { "bulletin of 401 characters", SomeKinds.Bulletin with { Text = new string('x', 401) } },
        { "bulletin of 422 bytes", SomeKinds.Bulletin with { Text = new string('é', 211) } },
        { "bulletin of nobody", SomeKinds.Bulletin with { From = default } },
        { "no action", SomeKinds.Start with { Action = default } },
        { "start of no minutes", SomeKinds.Start with { Minutes = null } },
        { "start of 0 minutes", SomeKinds.Start with { Minutes = 0 } },
        { "start of more than a week", SomeKinds.Start with { Minutes = 10_081 } },
        { "start without a name", SomeKinds.Start with { Name = null } },
        { "start without an id", SomeKinds.Start with { ExerciseId = "" } },
        { "id of 25 characters", SomeKinds.Start with { ExerciseId = new string('x', 25) } },
        { "stop with minutes", SomeKinds.Start with { Action = ExerciseAction.Stop } },
    };

    public static TheoryData<string, MessageBody> FromThePoint => new()
    {
        { "nobody asks for a trade", SomeKinds.Request with { Category = HelpCategory.Skill } },
        { "request of category 0", SomeKinds.Request with { Category = default } },
        { "request for 0", SomeKinds.Request with { Amount = 0 } },
        { "request for 10000", SomeKinds.Request with { Amount = 10_000 } },
        { "needed before it was asked", SomeKinds.Request with { NeededBeforeMinutes = 0 } },
        { "needed after a week", SomeKinds.Request with { NeededBeforeMinutes = 10_081 } },
        { "needed after FFFF", SomeKinds.Request with { NeededBeforeMinutes = 0xFFFF } },
        { "request from nowhere", SomeKinds.Request with { Place = "" } },
        { "place of 81 characters", SomeKinds.Request with { Place = new string('x', 81) } },
        { "request of 141 characters", SomeKinds.Request with { Text = new string('x', 141) } },
        { "17 references", SomeKinds.Request with { References = [.. Enumerable.Repeat(SomeKinds.One, 17)] } },
        { "reference to serial 0", SomeKinds.Request with { References = [SomeKinds.One with { Serial = 0 }] } },
        { "offer of category 99", SomeKinds.Offer with { Category = (HelpCategory)99 } },
        { "skill of equipment", SomeKinds.Offer with { Skill = HelpSkill.Driver } },
        { "skill 99", SomeKinds.Offer with { Category = HelpCategory.Skill, Skill = (HelpSkill)99 } },
        { "ends when it begins", SomeKinds.Offer with { FromMinutes = 60, UntilMinutes = 60 } },
        { "offer of 0", SomeKinds.Offer with { Amount = 0 } },
        { "nothing counted", new StockReport([], "Op.") },
        { "13 items", SomeKinds.Stock with { Items = [.. Enumerable.Repeat(SomeKinds.Stock.Items[0], 13)] } },
        { "item 99", SomeKinds.Stock with { Items = [new StockLine((StockItem)99, 1)] } },
        { "unit 99", SomeKinds.Stock with { Items = [new StockLine(StockItem.Water, 1, (StockUnit)99)] } },
        { "255 hours", SomeKinds.Stock with { Items = [new StockLine(StockItem.Water, 1, null, 255)] } },
        { "stock text of 61", SomeKinds.Stock with { Text = new string('x', 61) } },
        { "nobody takes over", SomeKinds.Handover with { RoleIn = "" } },
        { "role of 41", SomeKinds.Handover with { RoleOut = new string('x', 41) } },
        { "linked to nothing", SomeKinds.Match with { References = [SomeKinds.One] } },
        { "helped nobody", SomeKinds.Match with { Result = MatchResult.Helped, References = [] } },
        { "result 0", SomeKinds.Match with { Result = default } },
        { "three references", SomeKinds.Match with { References = [.. Enumerable.Repeat(SomeKinds.One, 3)] } },
        { "match text of 61", SomeKinds.Match with { Text = new string('x', 61) } },
    };

    [Theory]
    [MemberData(nameof(FromThePoint))]
    [MemberData(nameof(FromTheHub))]
    public void It_is_not_written(string why, MessageBody body)
    {
        var fault = Record.Exception(() => BodyCodec.Encode(body, out _));

        Assert.True(fault is ArgumentException, $"{why}: {fault}");
    }
}
