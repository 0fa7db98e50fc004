using System.Net;
using System.Text;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.AccessRules;

public sealed class AccessTests : IAsyncLifetime
{
    // What came through a proxy counts as another machine, so that these tests need no second one.
    private const string FromElsewhere = "X-Forwarded-For";

    private readonly string _pinFile = Path.GetTempFileName();
    private RunningNode _node = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_pinFile, "4711\n");
        _node = await RunningNode.StartAsync(
            $"--Access:PinFile={_pinFile}", "--Access:Hosts:0=127.0.0.1", "--Access:Hosts:1=noodsteunpunt.lan");
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        File.Delete(_pinFile);
    }

    [Theory]
    [InlineData("evil.example", 403)]
    [InlineData("localhost", 403)] // not in the list that was chosen
    [InlineData("127.0.0.1", 200)]
    [InlineData("noodsteunpunt.lan", 200)]
    [InlineData("NOODSTEUNPUNT.LAN:8080", 200)]
    public async Task A_host_that_is_not_ours_is_403(string host, int status)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.Host = host;
        using var answer = await _node.Client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://127.0.0.1:1", 403)]
    [InlineData(null, 202)]
    [InlineData("own", 202)]
    public async Task A_post_with_a_foreign_origin_is_403(string? origin, int status)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(SomeJson.Example, Encoding.UTF8, "application/json"),
        };
        if (origin is not null) request.Headers.Add("Origin", origin == "own" ? _node.Address : origin);
        using var answer = await _node.Client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Reading_with_a_foreign_origin_is_allowed_but_never_shared_with_it()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.Add("Origin", "http://evil.example");
        using var answer = await _node.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/healthz", 200)]
    [InlineData("/readyz", 200)]
    [InlineData("/aanmelden", 200)]
    [InlineData("/static/1/noodlink.css", 200)]
    [InlineData("/static/1/main.js", 200)]
    [InlineData("/", 401)]
    [InlineData("/noodmelding", 401)]
    [InlineData("/meldingen/GR-WK1-0001", 401)]
    [InlineData("/api/status", 401)]
    [InlineData("/API/messages", 401)]
    [InlineData("/api/events", 401)]
    [InlineData("/openapi/v1.json", 401)]
    [InlineData("/nergens", 401)]
    public async Task From_elsewhere_only_health_sign_in_and_static_files_are_open(string path, int status)
    {
        using var client = Elsewhere();
        using var answer = await client.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_person_gets_the_sign_in_page_and_a_program_a_problem()
    {
        using var client = Elsewhere();
        using var page = await client.GetAsync("/");
        using var api = await client.GetAsync("/api/status");
        using var post = await client.PostAsync("/noodmelding", new FormUrlEncodedContent([]));

        Assert.Contains("Pincode van deze dienst", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.Unauthorized, post.StatusCode);
    }

    [Fact]
    public async Task The_right_PIN_opens_and_a_new_PIN_closes_again()
    {
        using var client = Elsewhere();
        using var wrong = await client.SubmitAsync("/aanmelden", "/aanmelden", ("role", "teamleider"), ("pin", "4712"));
        using var still = await client.GetAsync("/");
        using var right = await PinWait.OverAsync(() => client.SubmitAsync(
            "/aanmelden", "/aanmelden", ("role", "teamleider"), ("pin", " 4711 ")));
        var cookie = right.Headers.GetValues("Set-Cookie").Single(
            one => one.StartsWith("noodlink-rol", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, still.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("teamleider", await client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/status")).StatusCode);

        await File.WriteAllTextAsync(_pinFile, "0815-nieuw");
        using var closed = await client.GetAsync("/api/status");
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
    }

    [Fact]
    public async Task Fifty_wrong_PINs_at_once_are_turned_away_and_the_operator_notices_nothing()
    {
        // How many are looked at depends on how long the machine takes: 1, 2, 4, 8, 16 s lie between them.
        const int guesses = 50, looked = 5;
        using var guesser = Elsewhere();
        using var first = await guesser.SubmitAsync("/aanmelden", "/aanmelden", ("role", "teamleider"), ("pin", "0000"));
        var fields = BrowserForm.Hidden(await first.Content.ReadAsStringAsync())
            .Append(KeyValuePair.Create("role", "teamleider")).Append(KeyValuePair.Create("pin", "0000")).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, guesses)
            .Select(_ => guesser.PostAsync("/aanmelden", new FormUrlEncodedContent(fields))));

        Assert.Contains("Noodmelding", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);
        await _node.StoreAsync(SomeJson.Example);
        Assert.DoesNotContain(answers, answer => answer.IsSuccessStatusCode);
        var away = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(away.Count, guesses - looked, guesses);
        Assert.Equal(away.Count, _node.Desk.Dropped.ByReason["pinTurnedAway"]);
        Assert.All(away, answer => Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30));
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_right_PIN_inside_the_wait_is_told_how_many_seconds_are_left_and_then_opens()
    {
        using var client = Elsewhere();
        for (var n = 0; n < 3; n++)
        {
            using var wrong = await PinWait.OverAsync(() => client.SubmitAsync(
                "/aanmelden", "/aanmelden", ("role", "teamleider"), ("pin", "0000")));
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var early = await client.SubmitAsync("/aanmelden", "/aanmelden", ("role", "teamleider"), ("pin", "4711"));
        var page = await early.Content.ReadAsStringAsync();
        using var right = await PinWait.OverAsync(() => client.SubmitAsync(
            "/aanmelden", "/aanmelden", ("role", "teamleider"), ("pin", "4711")));

        Assert.Equal(HttpStatusCode.TooManyRequests, early.StatusCode);
        Assert.Matches("data-countdown=\"[1-4]\"", page);
        Assert.Contains("telt niet mee", page, StringComparison.Ordinal);
        Assert.Contains("Hij gaat nooit op slot", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
    }

    [Fact]
    public async Task A_role_chosen_at_this_machine_is_no_sign_in_elsewhere()
    {
        using var here = await _node.Client.SubmitAsync("/aanmelden", "/aanmelden", ("role", "teamleider"));
        Assert.Equal(HttpStatusCode.SeeOther, here.StatusCode);
        Assert.Contains(
            "<strong>teamleider</strong>", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);

        var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.Add(FromElsewhere, "192.0.2.7");
        using var elsewhere = await _node.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Signing_out_closes()
    {
        using var client = Elsewhere();
        await client.SubmitAsync("/aanmelden", "/aanmelden", ("role", "vrijwilliger"), ("pin", "4711"));
        using var bye = await client.SubmitAsync("/aanmelden", "/afmelden");
        using var closed = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.SeeOther, bye.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
    }

    [Fact]
    public async Task A_form_without_our_token_changes_nothing_and_keeps_what_was_typed()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.FillAsync();
        using var answer = await _node.Client.PostAsync(walk.Page("controle"), new FormUrlEncodedContent(
            [KeyValuePair.Create("_do", "meld"), KeyValuePair.Create("text", "Schuur in brand")]));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Schuur in brand", page, StringComparison.Ordinal);
        Assert.Contains("\"items\":[]", await _node.Client.GetStringAsync("/api/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_forbids_scripts_frames_and_forms_from_elsewhere()
    {
        using var answer = await _node.Client.GetAsync("/");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();

        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    private HttpClient Elsewhere()
    {
        var client = _node.NewClient();
        client.BaseAddress = new Uri(_node.Address);
        client.DefaultRequestHeaders.Add(FromElsewhere, "192.0.2.7");
        return client;
    }
}
