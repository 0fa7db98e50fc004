using System.Xml.Linq;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>The program of the coördinatiepunt with receivers that are slow, dead, wrong or right.</summary>
public sealed class HandingOverTests : IDisposable
{
    private readonly Receiver _good = new();
    private readonly Receiver _bad = new();
    private readonly DirectoryInfo _spool = Directory.CreateTempSubdirectory("noodlink-handing-over-");

    public void Dispose()
    {
        _good.Dispose();
        _bad.Dispose();
        _spool.Delete(recursive: true);
    }

    [Fact]
    public async Task A_dead_receiver_holds_back_no_receipt_no_file_and_no_other_receiver()
    {
        _bad.Answer = _ => new TaskCompletionSource<string?>().Task;
        await using var hub = await StartAsync();

        var numbers = new List<string>();
        for (var many = 0; many < 5; many++) numbers.Add(await hub.ReceiveAsync(SomeJson.Example));

        foreach (var number in numbers)
        {
            await Until.True(
                () => OutcomeAt(hub, number, _good.Uri) == "Sent" && OutcomeAt(hub, number, "spool") == "Written",
                () => $"{number} is at the good receiver and in the folder: {Told(hub, number)}");
            await Until.True(
                () => hub.Node.Desk.Find(number)!.State == MessageState.DeliveredDevice,
                () => $"{number} is receipted: {hub.Node.Desk.Find(number)!.State}");
            Assert.Equal(MessageState.DeliveredDevice, hub.Desk.Find(number)!.State);
        }

        await Until.True(
            () => numbers.All(number => OutcomeAt(hub, number, _bad.Uri) == "Failed"),
            () => $"staff see at each why it is not there: {Told(hub, numbers[^1])}");
        // Three attempts open the breaker; then one in five seconds or more.
        Assert.InRange(_bad.Posts.Count, 1, 6);
        Assert.Equal(numbers.Order(), _good.Posts.Select(post => post.Key[..^2]).Order());
    }

    [Fact]
    public async Task What_is_refused_is_shown_with_the_receivers_words_and_goes_again_when_a_person_asks()
    {
        _bad.Says("422 Unprocessable Content", "Postcode ontbreekt");
        await using var hub = await StartAsync();
        var number = await hub.ReceiveAsync(SomeJson.Example);
        await Until.True(() => At(hub, number, _bad.Uri) is { Stopped: true }, () => Told(hub, number));

        var page = await hub.Client.GetStringAsync($"/meldingen/{number}");
        Assert.Contains("Postcode ontbreekt", page, StringComparison.Ordinal);
        Assert.Contains("Probeer opnieuw", page, StringComparison.Ordinal);
        Assert.Contains("GEWEIGERD", await hub.Client.GetStringAsync("/"), StringComparison.Ordinal);
        using (var nobody = await hub.PostAsync($"/api/messages/{number}/forwarding", "{}"))
            Assert.Equal(422, (int)nobody.StatusCode);

        _bad.Answer = _ => Task.FromResult<string?>(Receiver.Taken);
        var second = await hub.ReceiveAsync(SomeJson.Example); // what works for others starts nothing by itself
        await Until.True(() => OutcomeAt(hub, second, _bad.Uri) == "Sent", () => Told(hub, second));
        Assert.True(At(hub, number, _bad.Uri)!.Stopped);
        using var again = await hub.PostAsync($"/api/messages/{number}/forwarding", """{"by":"loggist"}""");
        Assert.Equal(200, (int)again.StatusCode);
        await Until.True(() => OutcomeAt(hub, number, _bad.Uri) == "Sent", () => Told(hub, number));

        Assert.Equal(2, At(hub, number, _bad.Uri)!.Attempts);
        Assert.Single(_bad.Posts.Where(post => post.Key.StartsWith(number, StringComparison.Ordinal))
            .Select(post => post.Key).Distinct(StringComparer.Ordinal));
        Assert.NotEqual(MessageState.Forwarded, hub.Desk.Find(number)!.State); // only a person says that
        using var nothing = await hub.PostAsync($"/api/messages/{number}/forwarding", """{"by":"loggist"}""");
        Assert.Equal(409, (int)nothing.StatusCode);
    }

    [Fact]
    public async Task The_button_asks_again()
    {
        _bad.Says("400 Bad Request");
        await using var hub = await StartAsync();
        var number = await hub.ReceiveAsync(SomeJson.Example);
        await Until.True(() => At(hub, number, _bad.Uri) is { Stopped: true }, () => Told(hub, number));
        _bad.Answer = _ => Task.FromResult<string?>(Receiver.Taken);

        using var answer = await hub.Client.SubmitAsync($"/meldingen/{number}", $"/meldingen/{number}/opnieuw");

        Assert.Equal(303, (int)answer.StatusCode);
        await Until.True(() => OutcomeAt(hub, number, _bad.Uri) == "Sent", () => Told(hub, number));
    }

    [Fact]
    public async Task A_later_version_waits_for_the_one_before_it()
    {
        var sick = true;
        _bad.Answer = _ => Task.FromResult<string?>(
            Volatile.Read(ref sick) ? "500 Internal Server Error\r\nContent-Length: 0\r\n\r\n" : Receiver.Taken);
        await using var hub = await StartAsync();
        var number = await hub.ReceiveAsync(SomeJson.Example);
        await hub.ReceiveAsync($$"""{"kind":"AlarmUpdate","references":["{{number}}"],"victims":3,"text":"Nu drie."}""");
        await Until.True(() => OutcomeAt(hub, number, _good.Uri, version: 2) == "Sent", () => Told(hub, number));
        await Until.True(() => OutcomeAt(hub, number, _bad.Uri) == "Failed", () => Told(hub, number));

        Volatile.Write(ref sick, false);
        await Until.True(() => OutcomeAt(hub, number, _bad.Uri, version: 2) == "Sent", () => Told(hub, number));

        Assert.Equal($"{number}.2", _bad.Posts.Last().Key);
        Assert.Single(_bad.Posts, post => post.Key == $"{number}.2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exercises_leave_the_house_only_when_told_to(bool forwarded)
    {
        await using var hub = await StartAsync($"--Meldkamer:ForwardExercises={forwarded}");
        var drill = await hub.ReceiveAsync(SomeJson.With(("status", "Exercise")));
        var real = await hub.ReceiveAsync(SomeJson.Example);

        await Until.True(() => OutcomeAt(hub, real, _good.Uri) == "Sent", () => Told(hub, real));
        await Until.True(() => OutcomeAt(hub, drill, "spool") == "Written", () => Told(hub, drill));

        Assert.Equal(forwarded, _good.Posts.Any(post => post.Key.StartsWith(drill, StringComparison.Ordinal)));
        foreach (var post in _good.Posts.Where(post => post.Key.StartsWith(drill, StringComparison.Ordinal)))
        {
            var cap = XDocument.Parse(post.Text).Root!;
            Assert.Equal("Exercise", cap.Element(cap.Name.Namespace + "status")!.Value);
        }
    }

    private Task<RunningHub> StartAsync(params string[] more) => RunningHub.StartWithNodeAsync(
    [
        $"--Meldkamer:Forwarders:0=spool:{_spool.FullName}", $"--Meldkamer:Forwarders:1={_bad.Uri}",
        $"--Meldkamer:Forwarders:2={_good.Uri}", "--Meldkamer:TimeoutSeconds=1", .. more,
    ]);

    private static Forwarding? At(RunningHub hub, string number, string forwarder, int version = 1) =>
        hub.Desk.Find(number)!.Forwarding.FirstOrDefault(
            one => one.Forwarder.StartsWith(forwarder, StringComparison.Ordinal) && one.Version == version);

    private static string? OutcomeAt(RunningHub hub, string number, string forwarder, int version = 1) =>
        At(hub, number, forwarder, version)?.Outcome;

    private static string Told(RunningHub hub, string number) => string.Join("; ", hub.Desk.Find(number)!.Forwarding);
}
