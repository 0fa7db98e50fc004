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

    [Theory]
    [MemberData(nameof(FromTheHub))]
    public void It_is_not_written(string why, MessageBody body)
    {
        var fault = Record.Exception(() => BodyCodec.Encode(body, out _));

        Assert.True(fault is ArgumentException, $"{why}: {fault}");
    }
}
