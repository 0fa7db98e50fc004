using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Noodlink.Protocol;
using Noodlink.Station.Dutch;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Noodlink.Hub.Meldkamer;

// Problem: hand a noodmelding to a computer elsewhere over a line that stalls, to a program that may be restarting,
// overloaded or wrong, and never hand it over twice, while we ourselves may be killed at any moment.
//
// Idea: one POST per version, with a name that is the same on every attempt, also after a crash between the answer and
// our note of it: Idempotency-Key is the number and the version. The receiver keeps the first and answers the same
// again. What the answer says decides who acts next:
//
//   2xx                              it has it
//   408, 425, 429, 5xx, no answer    a passing fault: tried again, by us, for as long as it takes
//   3xx, other 4xx                   it does not want this: a person reads why and asks again when it is mended
//
// A receiver that is away is not asked once per version: after a few failures everything for it rests a while
// (HttpPatience), and it may itself ask for rest (Retry-After, believed up to ten minutes). Its answer is read no
// further than a few sentences, and a certificate is judged without asking anybody who may be gone in a blackout.
//
// References: interfaces.md §2 and §4; RFC 9110 §9.2.2, §10.2.3 and §15; draft-ietf-httpapi-idempotency-key-header.

/// <summary>Posts each version as CAP 1.2 (<c>https://…</c>; <c>http://</c> on this machine only).</summary>
internal sealed class HttpForwarder : Forwarder, IDisposable
{
    public const string MediaType = "application/cap+xml";

    /// <summary>However long a receiver asks for, a noodmelding is offered again within this time.</summary>
    internal static readonly TimeSpan QuietMax = TimeSpan.FromMinutes(10);

    private readonly Uri _address;
    private readonly HttpPatience _patience;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private string _lastFault = "";
    private long _quietFrom;
    private TimeSpan _quiet;

    public HttpForwarder(string name, Uri address, ForwarderTerms terms, HttpMessageHandler handler)
    {
        Name = name;
        _address = address;
        _time = terms.Time;
        _patience = new HttpPatience(terms.AttemptTimeout, terms.Time);
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Noodlink", "1"));
    }

    public override string Name { get; }

    /// <summary>Also on this machine: what listens there may send it on.</summary>
    public override bool StaysHere => false;

    public override bool KeepsOrder => true;

    public override async ValueTask<ForwardOutcome> ForwardAsync(Dossier dossier, CancellationToken cancel)
    {
        if (_quiet - _time.GetElapsedTime(_quietFrom) is var left && left > TimeSpan.Zero)
            return new ForwardOutcome.Resting(_lastFault, left);
        var cap = CapWriter.Write(dossier);
        var posted = false;
        try
        {
            var reply = await _patience.Pipeline.ExecuteAsync(
                token =>
                {
                    posted = true;
                    return PostAsync(cap, $"{dossier.Number}.{dossier.Version}", token);
                },
                cancel);
            return Judge(reply);
        }
        catch (TimeoutRejectedException)
        {
            return Fail(Say.It(
                Words.Forward_NoAnswerIn, _patience.AttemptTimeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)));
        }
        catch (BrokenCircuitException broken)
        {
            return posted ? Fail(_lastFault)
                : new ForwardOutcome.Resting(_lastFault, broken.RetryAfter ?? HttpPatience.RestMax);
        }
    }

    public void Dispose() => _client.Dispose();

    private async ValueTask<HttpReply> PostAsync(byte[] cap, string key, CancellationToken cancel)
    {
        _lastFault = Words.Forward_NoAnswer;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address);
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            request.Content = new ByteArrayContent(cap);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType, "utf-8");
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var reply = await HttpReply.ReadAsync(answer, _time.GetUtcNow(), cancel);
            if (!reply.IsTaken) _lastFault = reply.Reason;
            return reply;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            var reply = HttpReply.None(fault);
            _lastFault = reply.Reason;
            return reply;
        }
    }

    private ForwardOutcome Judge(HttpReply reply)
    {
        if (reply.IsTaken) return new ForwardOutcome.Sent();
        if (!reply.IsPassing) return new ForwardOutcome.Refused(reply.Reason) { Said = reply.Said };
        if (reply.RetryAfter is { } quiet)
        {
            _quiet = quiet < QuietMax ? quiet : QuietMax;
            _quietFrom = _time.GetTimestamp();
        }

        return new ForwardOutcome.Failed(reply.Reason) { Said = reply.Said };
    }

    private ForwardOutcome.Failed Fail(string reason)
    {
        _lastFault = reason;
        return new ForwardOutcome.Failed(reason);
    }
}
