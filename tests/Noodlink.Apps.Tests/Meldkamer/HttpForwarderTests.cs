using System.Net;
using System.Xml.Linq;
using Noodlink.Hub.Meldkamer;
using Noodlink.Station.Tests;
using Noodlink.Station.Tests.Bearers;
using Polly.CircuitBreaker;

namespace Noodlink.Apps.Tests.Meldkamer;

public sealed class HttpForwarderTests
{
    private static readonly Dossier Fire = Examples.All["01-barn-fire"];

    [Fact]
    public async Task A_version_is_posted_as_CAP_with_its_number_and_version_as_the_key()
    {
        using var receiver = new Receiver();
        var forwarder = Open(receiver.Uri);

        Assert.IsType<ForwardOutcome.Sent>(await ForwardAsync(forwarder, Examples.All["03-ventilator"]));
        Assert.IsType<ForwardOutcome.Sent>(await ForwardAsync(forwarder, Examples.All["10-ventilator-update"]));

        Assert.Equal(["GR-WK3-0011.1", "GR-WK3-0011.2"], receiver.Posts.Select(post => post.Key));
        Assert.All(receiver.Posts, post => Assert.Equal("application/cap+xml; charset=utf-8", post.MediaType));
        Assert.Equal(CapWriter.Write(Examples.All["03-ventilator"]), receiver.Posts.First().Body);
        Assert.Equal("alert", XDocument.Parse(receiver.Posts.Last().Text).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("401 Unauthorized")]
    [InlineData("404 Not Found")]
    [InlineData("413 Content Too Large")]
    [InlineData("422 Unprocessable Content")]
    [InlineData("301 Moved Permanently\r\nLocation: http://127.0.0.1:1/")]
    [InlineData("304 Not Modified")]
    public async Task What_the_receiver_does_not_want_is_refused_after_one_attempt(string head)
    {
        using var receiver = new Receiver();
        receiver.Says(head);

        var refused = Assert.IsType<ForwardOutcome.Refused>(await ForwardAsync(Open(receiver.Uri), Fire));

        Assert.Contains(head[..3], refused.Reason, StringComparison.Ordinal);
        Assert.Single(receiver.Posts);
    }

    [Theory]
    [InlineData("408 Request Timeout")]
    [InlineData("425 Too Early")]
    [InlineData("429 Too Many Requests")]
    [InlineData("500 Internal Server Error")]
    [InlineData("503 Service Unavailable")]
    public async Task A_passing_fault_is_tried_again_with_the_same_key(string head)
    {
        using var receiver = new Receiver();
        receiver.Answer = _ => Task.FromResult<string?>(
            receiver.Posts.Count < 3 ? $"{head}\r\nContent-Length: 0\r\n\r\n" : Receiver.Taken);

        Assert.IsType<ForwardOutcome.Sent>(await ForwardAsync(Open(receiver.Uri), Fire));

        Assert.Equal(["GR-WK1-0007.1"], receiver.Posts.Select(post => post.Key).Distinct(StringComparer.Ordinal));
        Assert.Equal(3, receiver.Posts.Count);
    }

    [Theory]
    [InlineData("text/plain", "Postcode 9843AB\n  bestaat niet.", "Postcode 9843AB   bestaat niet.")]
    [InlineData("application/problem+json", """{"title":"Fout","detail":"Geen dienst."}""", "Geen dienst.")]
    [InlineData("application/json", """{"title":"Fout"}""", "Fout")]
    [InlineData("application/json", """{"title":""", null)]
    [InlineData("application/json", "[1]", null)]
    [InlineData("application/json", """{"detail":"\ud800"}""", null)]
    [InlineData("text/html", "<h1>Nee</h1>", null)]
    public async Task The_receivers_own_words_are_kept_apart_from_ours(string type, string body, string? said)
    {
        using var receiver = new Receiver();
        receiver.Says("422 Unprocessable Content", body, type);

        var refused = Assert.IsType<ForwardOutcome.Refused>(await ForwardAsync(Open(receiver.Uri), Fire));

        Assert.Equal(said, refused.Said);
        Assert.Equal("De ontvanger weigert dit (422).", refused.Reason);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_no_further_than_a_few_sentences()
    {
        using var receiver = new Receiver();
        receiver.Says("422 Unprocessable Content", new string('x', 3_000_000));

        var refused = Assert.IsType<ForwardOutcome.Refused>(await ForwardAsync(Open(receiver.Uri), Fire));

        Assert.Equal(HttpReply.SaidCharactersMax + 1, refused.Said!.Length);
    }

    [Fact]
    public async Task A_head_without_end_is_a_failure_and_takes_no_memory()
    {
        using var receiver = new Receiver();
        receiver.Answer = _ => Task.FromResult<string?>($"200 OK\r\nX-Long: {new string('x', 1_000_000)}");

        Assert.IsType<ForwardOutcome.Failed>(await ForwardAsync(Open(receiver.Uri), Fire));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_ends_by_the_time_out_and_then_rests()
    {
        using var receiver = new Receiver();
        receiver.Answer = _ => new TaskCompletionSource<string?>().Task;
        var forwarder = Open(receiver.Uri, timeout: TimeSpan.FromSeconds(0.3));

        var failed = Assert.IsType<ForwardOutcome.Failed>(await ForwardAsync(forwarder, Fire));
        var posts = receiver.Posts.Count;
        var resting = Assert.IsType<ForwardOutcome.Resting>(
            await ForwardAsync(forwarder, Examples.All["02-chest-pain"]));

        Assert.Contains("geen antwoord", failed.Reason, StringComparison.Ordinal);
        Assert.InRange(posts, 1, 3);
        Assert.InRange(resting.For.TotalSeconds, 0, 5);
        Assert.Equal(posts, receiver.Posts.Count);
    }

    [Fact]
    public async Task The_breaker_opens_at_one_noodmelding_a_minute_and_one_attempt_closes_it_again()
    {
        var time = new FakeTime();
        var patience = new HttpPatience(TimeSpan.FromSeconds(10), time);

        for (var minute = 0; minute < 3; minute++)
        {
            time.Advance(TimeSpan.FromSeconds(55));
            Assert.False((await AskAsync(HttpStatusCode.InternalServerError)).IsTaken);
        }

        await Assert.ThrowsAsync<BrokenCircuitException>(() => AskAsync(HttpStatusCode.OK));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.True((await AskAsync(HttpStatusCode.OK)).IsTaken);
        Assert.True((await AskAsync(HttpStatusCode.OK)).IsTaken);

        // Who asks for a long rest is not asked again at once: so each question is one attempt.
        Task<HttpReply> AskAsync(HttpStatusCode answer) => patience.Pipeline.ExecuteAsync(
            _ => ValueTask.FromResult(new HttpReply(answer, "", null, TimeSpan.FromHours(1)))).AsTask();
    }

    [Fact]
    public void The_rest_of_the_breaker_grows_and_never_passes_half_a_minute() =>
        Assert.Equal(
            [5, 5, 10, 20, 30, 30, 30],
            new[] { -1, 0, 1, 2, 3, 4, int.MaxValue }.Select(failed => (int)HttpPatience.Rest(failed).TotalSeconds));

    [Theory]
    [InlineData("Retry-After: 120", 100, 120)]
    [InlineData("Retry-After: 999999", 590, 600)] // nobody silences us for days
    [InlineData("Retry-After: Thu, 31 Dec 2099 23:59:59 GMT", 590, 600)]
    public async Task A_receiver_that_asks_for_rest_gets_it_for_everything_within_bounds(
        string header, double least, double most)
    {
        using var receiver = new Receiver();
        receiver.Says($"503 Service Unavailable\r\n{header}");
        var forwarder = Open(receiver.Uri);

        Assert.IsType<ForwardOutcome.Failed>(await ForwardAsync(forwarder, Fire));
        var resting = Assert.IsType<ForwardOutcome.Resting>(
            await ForwardAsync(forwarder, Examples.All["02-chest-pain"]));

        Assert.InRange(resting.For.TotalSeconds, least, most);
        Assert.Single(receiver.Posts);
    }

    [Theory]
    [InlineData("Retry-After: -5")]
    [InlineData("Retry-After: gauw")]
    [InlineData("Retry-After: Fri, 31 Dec 1999 23:59:59 GMT")]
    public async Task A_wish_for_rest_that_makes_no_sense_is_none(string header)
    {
        using var receiver = new Receiver();
        receiver.Answer = _ => Task.FromResult<string?>(
            receiver.Posts.Count == 1 ? $"503 Service Unavailable\r\n{header}\r\nContent-Length: 0\r\n\r\n" : Receiver.Taken);

        Assert.IsType<ForwardOutcome.Sent>(await ForwardAsync(Open(receiver.Uri), Fire));
    }

    [Fact]
    public async Task A_receiver_that_hangs_up_or_is_not_there_is_a_failure_in_words()
    {
        var receiver = new Receiver();
        receiver.Answer = _ => Task.FromResult<string?>(null);
        var hungUp = Assert.IsType<ForwardOutcome.Failed>(await ForwardAsync(Open(receiver.Uri), Fire));
        receiver.Dispose();
        var gone = Assert.IsType<ForwardOutcome.Failed>(await ForwardAsync(Open(receiver.Uri), Fire));

        Assert.StartsWith("Geen verbinding", hungUp.Reason, StringComparison.Ordinal);
        Assert.StartsWith("Geen verbinding", gone.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_trusted_by_the_system_or_by_ones_own_authority_and_by_nobody_else()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        using var certificate = authority.Certificate();
        using var receiver = new Receiver(certificate);

        var unknown = await ForwardAsync(Open(receiver.Uri), Fire);
        var stranger = await ForwardAsync(Open(receiver.Uri, other.CaFile), Fire);
        var ours = await ForwardAsync(Open(receiver.Uri, authority.CaFile), Fire);
        var wrongName = await ForwardAsync(
            Open(receiver.Uri.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), authority.CaFile), Fire);

        Assert.Contains("certificaat", Assert.IsType<ForwardOutcome.Failed>(unknown).Reason, StringComparison.Ordinal);
        Assert.Contains("certificaat", Assert.IsType<ForwardOutcome.Failed>(stranger).Reason, StringComparison.Ordinal);
        Assert.IsType<ForwardOutcome.Sent>(ours);
        Assert.IsType<ForwardOutcome.Failed>(wrongName);
        Assert.Single(receiver.Posts);
    }

    [Fact]
    public async Task A_stop_ends_the_waiting()
    {
        using var receiver = new Receiver();
        receiver.Answer = _ => new TaskCompletionSource<string?>().Task;
        using var stop = new CancellationTokenSource();

        var going = Open(receiver.Uri).ForwardAsync(Fire, stop.Token).AsTask();
        await Until.True(() => !receiver.Posts.IsEmpty, () => "it was posted");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => going);
    }

    private static async Task<ForwardOutcome> ForwardAsync(Forwarder forwarder, Dossier dossier) =>
        await forwarder.ForwardAsync(dossier, CancellationToken.None);

    private static Forwarder Open(string uri, string? caFile = null, TimeSpan? timeout = null) =>
        Assert.Single(ForwarderCatalogue.Create(
            [uri],
            new ForwarderTerms(new HttpTrust(caFile), timeout ?? TimeSpan.FromSeconds(10), TimeProvider.System)).Forwarders);
}
