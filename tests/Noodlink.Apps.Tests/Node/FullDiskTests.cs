using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Node;

/// <summary>A disk without room, as programs and people meet it: on a real file system of 6 MB.</summary>
public sealed class FullDiskTests
{
    [MountFact]
    public async Task What_could_not_be_stored_is_507_and_the_form_keeps_what_was_typed()
    {
        using var disk = new MountedDisk();
        await using var node = await RunningNode.StartAsync($"--Station:DataDirectory={disk.Path}/data");
        await (await NoodmeldingWalk.BeginAsync(node.Client)).HtmlAsync("wie"); // the keys of forms are made while there is room
        disk.Fill();
        HttpResponseMessage answer;
        do answer = await node.PostAsync(SomeJson.Example);
        while (answer.StatusCode == HttpStatusCode.Accepted);

        Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty($"{JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]}");
        // A shorter one may still fit.
        HttpResponseMessage form;
        do
        {
            // The disk takes no drafts any more: what is typed stands in memory, and gets as far as the button.
            var walk = await NoodmeldingWalk.BeginAsync(node.Client);
            await walk.FillAsync("BuildingFire", "Fire");
            Assert.Contains("De schijf is vol of stuk.", await walk.HtmlAsync("vragen"), StringComparison.Ordinal);
            form = await walk.TrySendAsync(("text", "Rook uit de keuken"));
        }
        while (form.StatusCode == HttpStatusCode.SeeOther);
        var page = await form.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InsufficientStorage, form.StatusCode);
        Assert.Contains("NIET OPGESLAGEN", page, StringComparison.Ordinal);
        Assert.Contains("Rook uit de keuken", page, StringComparison.Ordinal);
        await Ready(node, HttpStatusCode.ServiceUnavailable);

        disk.Free();
        await Ready(node, HttpStatusCode.OK);
        using var later = await node.PostAsync(SomeJson.Example);
        Assert.Equal(HttpStatusCode.Accepted, later.StatusCode);
    }

    [MountFact]
    public async Task What_a_full_disk_refused_is_written_when_there_is_room_again_though_nobody_types_in_it()
    {
        using var disk = new MountedDisk();
        await using var node = await RunningNode.StartAsync($"--Station:DataDirectory={disk.Path}/data");
        await (await NoodmeldingWalk.BeginAsync(node.Client)).HtmlAsync("wie");
        disk.Fill();
        NoodmeldingWalk walk;
        do
        {
            walk = await NoodmeldingWalk.BeginAsync(node.Client);
            await walk.FillAsync("BuildingFire", "Fire");
        }
        while (node.Desk.FindDraft(walk.Id) is not null);
        const string mark = "De schijf is vol of stuk.";
        Assert.Contains(mark, await walk.HtmlAsync("vragen"), StringComparison.Ordinal);

        // A save that a later one has passed neither takes away what stands only in memory nor calls it kept.
        Assert.Equal(HttpStatusCode.InsufficientStorage, await SaveAsync(HttpMethod.Patch, "Rook uit de keuken", 2));
        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Patch])
            Assert.Equal(HttpStatusCode.InsufficientStorage, await SaveAsync(method, "Rook", 1));
        Assert.Contains("Rook uit de keuken", await walk.HtmlAsync("controle"), StringComparison.Ordinal);

        disk.Free();
        await Until.True(
            () => node.Desk.FindDraft(walk.Id) is { IsOpen: true } draft
                && draft.Fields.Contains("BuildingFire", StringComparison.Ordinal),
            () => $"the draft is on the disk; the disk is {node.Desk.Status.Storage}");
        var page = await walk.HtmlAsync("vragen");
        Assert.DoesNotContain(mark, page, StringComparison.Ordinal);
        // An open page takes the mark away by itself: the place of the mark is live, with and without it.
        Assert.Contains("<div id=\"niet-bewaard\" data-live>", page, StringComparison.Ordinal);

        async Task<HttpStatusCode> SaveAsync(HttpMethod method, string words, int turn)
        {
            using var request = new HttpRequestMessage(method, $"/api/drafts/{walk.Id}");
            request.Content = new StringContent(
                $$$"""{"form":"alarm","fields":{"text":"{{{words}}}"},"page":"a1","turn":{{{turn}}}}""", Encoding.UTF8,
                "application/json");
            using var saved = await node.Client.SendAsync(request);
            return saved.StatusCode;
        }
    }

    private static async Task Ready(RunningNode node, HttpStatusCode status)
    {
        var seen = HttpStatusCode.Continue;
        await Until.True(
            () =>
            {
                using var answer = node.Client.Send(new HttpRequestMessage(HttpMethod.Get, "/readyz"));
                seen = answer.StatusCode;
                return seen == status;
            },
            () => $"/readyz answers {status}; it answers {seen}");
    }

    private sealed class MountedDisk : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("noodlink-disk-").FullName;

        public MountedDisk() => Assert.True(Run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", Path));

        public void Fill()
        {
            using var file = new FileStream(
                $"{Path}/filler", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                while (true) file.Write(new byte[1024]);
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Free() => File.Delete($"{Path}/filler");

        public void Dispose()
        {
            Run("umount", "-l", Path);
            Directory.Delete(Path);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Runs where a file system may be mounted.</summary>
    private sealed class MountFactAttribute : FactAttribute
    {
        public MountFactAttribute()
        {
            var place = Directory.CreateTempSubdirectory("noodlink-mount-").FullName;
            if (!Run("mount", "-t", "tmpfs", "tmpfs", place)) Skip = "this user may not mount a small disk";
            else Run("umount", place);
            Directory.Delete(place);
        }
    }
}
