using System.Text;
using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Radio:Modem names one kind, and another stands on the line, or nothing: what the technician
/// reads.</summary>
public sealed class WrongModemTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Not <c>kiss</c>: to a plain KISS modem no answer is the only one there is, so anything that is silent
    /// may be one; it shows as silent after five frames (ModemConversation.Silence).</summary>
    public static TheoryData<string> Drivers => [.. Answering.Select(one => one.Name)];

    public static TheoryData<string, string> Mistakes
    {
        get
        {
            var mistakes = new TheoryData<string, string>();
            foreach (var asked in Answering)
                foreach (var there in EmulationCatalogue.All)

                    // A KISS modem with MeshCore's firmware is both.
                    if (there.Scheme != asked.Scheme && (asked.Scheme, there.Name) is not ("meshcore", "kiss"))
                        mistakes.Add(asked.Name, there.Name);
            return mistakes;
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Another_kind_of_modem_is_never_ready_and_the_status_says_what_is_missing(string asked, string there)
    {
        var (conversation, statuses) = Talk(asked, there, TimeSpan.FromSeconds(25));
        Assert.DoesNotContain(statuses, status => status.Ready);
        Assert.True(
            conversation.Status.Detail.Contains("does not answer", StringComparison.Ordinal)
            || conversation.Status.Detail.Contains("answers no question", StringComparison.Ordinal)
            || conversation.Status.Detail.Contains("the modem says", StringComparison.Ordinal),
            conversation.Status.Detail);
    }

    [Theory]
    [InlineData("rui3", "rylr998", "on the line: +OK")]
    [InlineData("rylr998", "rui3", "on the line: OK")]
    public void What_the_other_kind_says_stands_in_the_status(string asked, string there, string said)
    {
        var (_, statuses) = Talk(asked, there, TimeSpan.FromSeconds(25));
        Assert.Contains(statuses, status => status.Detail.Contains(said, StringComparison.Ordinal));
    }

    // A moment of "setting up" in each round of trying again was what a technician, or modem check, happened to read.
    [Theory]
    [MemberData(nameof(Drivers))]
    public void What_is_wrong_stays_readable_while_it_is_tried_again(string device)
    {
        var bench = new Bench(device) { ReopensItself = true, IsMute = true };
        bench.Open().Until(() => bench.Conversation.Status.Detail.Contains("answer", StringComparison.Ordinal), 20);
        for (var second = 0; second < 60; second++)
        {
            bench.Run(TimeSpan.FromSeconds(1));
            Assert.Contains("answer", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        }

        bench.IsMute = false;
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 700);
        Assert.DoesNotContain("answer", bench.Conversation.Status.Detail, StringComparison.Ordinal);
    }

    private static IEnumerable<Emulation> Answering =>
        EmulationCatalogue.All.Where(one => one.Answers && one.Scheme != "kiss");

    private static (ModemConversation Conversation, List<ModemStatus> Statuses) Talk(
        string asked, string there, TimeSpan span)
    {
        var (driver, device) = (EmulationCatalogue.Find(asked), EmulationCatalogue.Find(there));
        var time = new FakeTime();
        var origin = time.GetTimestamp();
        var said = new Queue<byte[]>();
        var modem = device.Create(new AirChannel(time, seed: 1), new Tuning(869_525_000, 7, 250_000),
            bytes => said.Enqueue(bytes.ToArray()));
        var conversation = new ModemConversation(driver.Dialect(driver.Settings));
        var statuses = new List<ModemStatus>();
        conversation.Opened("bench", lineBaud: 115_200, Now());
        for (var end = Now() + span; Now() < end; time.Advance(Step))
        {
            conversation.Wake(Now());
            if (conversation.ReopenBecause is { } because)
            {
                conversation.Lost(because);
                conversation.Opened("bench", lineBaud: 115_200, Now());
            }

            while (conversation.TakeOutput(Now()) is { Length: > 0 } output) modem.FromHost(output);
            while (said.TryDequeue(out var bytes)) conversation.Read(bytes, Now());
            while (conversation.Events.TryDequeue(out var happened))
                if (happened is ModemEvent.Changed changed) statuses.Add(changed.Status);
        }

        return (conversation, statuses);

        Protocol.Instant Now() => new(time.GetElapsedTime(origin));
    }

    // Found with a modem that wrote a line of log for each command: six thousand commands a second.
    [Theory]
    [InlineData("meshcore", "log: command\r\n")]
    [InlineData("rylr998", "+READY\r\n")]
    public void A_modem_that_restarts_at_each_command_is_set_up_twice_a_second_and_works_when_it_is_still(
        string device, string banner)
    {
        var says = true;
        var bench = new Bench(device)
        {
            OnTheLine = said => says ? [Encoding.ASCII.GetBytes(banner), said] : [said],
        };
        bench.Open();
        bench.Run(TimeSpan.FromSeconds(10));
        Assert.False(bench.Conversation.Status.Ready);
        Assert.InRange(bench.Written.Count, 1, 10 * 2 * 100);

        says = false;
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 5);
        Assert.True(bench.Send([1, 2, 3]).OnAir);
    }
}
