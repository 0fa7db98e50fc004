using Noodlink.Screens.Service;

namespace Noodlink.Apps.Tests.Service;

public sealed class JournalStreamTests
{
    [Theory]
    [InlineData("8:1234", "socket:[1234]", true)]
    [InlineData("8:1234", "socket:[12345]", false)]
    [InlineData("8:1234", "/var/log/noodlink.log", false)]
    [InlineData("8:1234", null, false)]
    [InlineData("8:", "socket:[]", false)]
    [InlineData("", "socket:[]", false)]
    [InlineData(null, "socket:[1234]", false)]
    public void Only_an_output_that_the_journal_reads_is_written_for_it(string? stream, string? target, bool isJournal) =>
        Assert.Equal(isJournal, JournalStream.Is(stream, target));
}
