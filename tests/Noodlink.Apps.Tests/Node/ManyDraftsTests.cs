using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Station;

namespace Noodlink.Apps.Tests.Node;

/// <summary>More forms than anybody finishes, and what could not be written to the disk.</summary>
public sealed class ManyDraftsTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Forms_that_nobody_finished_keep_no_noodmelding_off_the_disk()
    {
        await FillAsync("help");
        Assert.Equal(HttpStatusCode.InsufficientStorage, await PatchAsync(DraftText.NewId(), "offer", "boot"));
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.FillAsync();
        Assert.True(_node.Desk.FindDraft(walk.Id)!.IsOpen);
        await walk.SendAsync();
    }

    [Fact]
    public async Task A_noodmelding_is_sent_through_the_pages_however_many_stand_open()
    {
        await FillAsync(DraftText.Alarm);
        for (var i = 0; i <= DraftText.OpenMax; i++)
            Assert.Equal(
                HttpStatusCode.InsufficientStorage, await PatchAsync(DraftText.NewId(), DraftText.Alarm, $"noodmelding {i}"));
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.FillAsync();
        await walk.SendAsync();
    }

    [Fact]
    public async Task What_the_disk_refused_is_offered_on_every_screen_until_it_is_thrown_away_or_replaced()
    {
        await FillAsync("help");
        var id = DraftText.NewId();
        Assert.Equal(HttpStatusCode.InsufficientStorage, await PatchAsync(id, "help", "insuline"));
        Assert.Equal("insuline", await TextAsync(id));
        Assert.Equal(id, $"{JsonNode.Parse(await _node.Client.GetStringAsync("/api/drafts"))!["items"]![0]!["id"]}");
        Assert.Contains(id, await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);

        // Too long is not taken, and takes nothing away.
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge, await PatchAsync(id, "help", new string('x', DraftText.FieldsBytesMax)));
        Assert.Equal("insuline", await TextAsync(id));

        using (var dropped = await _node.Client.DeleteAsync($"/api/drafts/{id}"))
            Assert.Equal(HttpStatusCode.OK, dropped.StatusCode);
        using (var gone = await _node.Client.GetAsync($"/api/drafts/{id}"))
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        // Room again: what is put there whole is what stands there.
        Assert.Equal(HttpStatusCode.InsufficientStorage, await PatchAsync(id, "help", "oud"));
        await _node.Desk.DropDraftAsync(_node.Desk.Drafts[0].Id, CancellationToken.None);
        using (var put = await _node.Client.PutAsync($"/api/drafts/{id}", Body("help", "nieuw")))
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal("nieuw", await TextAsync(id));
    }

    private async Task FillAsync(string form)
    {
        for (var i = 0; i < DraftText.OpenMax; i++)
            Assert.IsType<DraftOutcome.Kept>(await _node.Desk.SaveDraftAsync(
                new DraftText(DraftText.NewId(), form, $$"""{"text":"{{i}}"}"""), CancellationToken.None));
    }

    private async Task<HttpStatusCode> PatchAsync(string id, string form, string text)
    {
        using var answer = await _node.Client.PatchAsync($"/api/drafts/{id}", Body(form, text));
        return answer.StatusCode;
    }

    private async Task<string> TextAsync(string id) =>
        $"{JsonNode.Parse(await _node.Client.GetStringAsync($"/api/drafts/{id}"))!["fields"]!["text"]}";

    private static StringContent Body(string form, string text) =>
        new($$$"""{"form":"{{{form}}}","fields":{"text":"{{{text}}}"}}""", Encoding.UTF8, "application/json");
}
