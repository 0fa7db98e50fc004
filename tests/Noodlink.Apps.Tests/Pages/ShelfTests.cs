using System.Diagnostics;
using System.Net;
using Noodlink.Apps.Tests.Node;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>The document shelf, and the page with everything that is not in the menu.</summary>
public sealed class ShelfTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("noodlink-shelf-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Documents_are_listed_and_sent_as_what_they_are_and_nothing_else_is()
    {
        Write("draaiboek <1>.txt", "Sleutel bij de buren.");
        Write("pagina.html", "<script>alert(1)</script>");
        Write(".geheim.txt", "weg");
        var inside = Directory.CreateDirectory(Path.Combine(_folder.FullName, "map"));
        await File.WriteAllTextAsync(Path.Combine(inside.FullName, "diep.txt"), "diep");
        await using var node = await RunningNode.StartAsync($"--Places:Shelf={_folder.FullName}");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "sleutel.txt"), node.KeyPath);

        var list = await node.Client.GetStringAsync("/plank");
        Assert.Contains("draaiboek &lt;1&gt;.txt", list, StringComparison.Ordinal);
        foreach (var name in (string[])["pagina.html", "geheim", "diep", "sleutel"])
            Assert.DoesNotContain(name, list, StringComparison.Ordinal);
        using var document = await node.Client.GetAsync("/plank/draaiboek%20%3C1%3E.txt");
        Assert.Equal("text/plain; charset=utf-8", $"{document.Content.Headers.ContentType}");
        Assert.Equal("inline", document.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", document.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("Sleutel bij de buren.", await document.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_pipe_and_an_empty_file_are_no_documents_and_nobody_waits_for_them()
    {
        Write("leeg.txt", "");
        using (var make = Process.Start("mkfifo", Path.Combine(_folder.FullName, "pijp.txt")))
            await make.WaitForExitAsync();
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "pijp.txt")));
        await using var node = await RunningNode.StartAsync($"--Places:Shelf={_folder.FullName}");
        Assert.DoesNotContain(".txt", await node.Client.GetStringAsync("/plank"), StringComparison.Ordinal);
        foreach (var name in (string[])["leeg.txt", "pijp.txt"])
        {
            using var answer = await node.Client.GetAsync($"/plank/{name}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/plank/pagina.html")]
    [InlineData("/plank/..%2Fstation.txt")]
    [InlineData("/plank/map%2Fdiep.txt")]
    [InlineData("/plank/%2Fetc%2Fpasswd")]
    [InlineData("/plank/sleutel.txt")]
    [InlineData("/plank/x%00.txt")]
    public async Task What_is_not_in_the_list_is_not_there(string address)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Parent!.FullName, "station.txt"), "buiten");
        Write("pagina.html", "x");
        await using var node = await RunningNode.StartAsync($"--Places:Shelf={_folder.FullName}");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "sleutel.txt"), node.KeyPath);

        using var answer = await node.Client.GetAsync(address);

        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
    }

    [Fact]
    public async Task An_empty_shelf_says_how_to_fill_it()
    {
        await using var none = await RunningNode.StartAsync();
        await using var gone = await RunningNode.StartAsync($"--Places:Shelf={_folder.FullName}/weg");

        Assert.Contains("Places:Shelf", await none.Client.GetStringAsync("/plank"), StringComparison.Ordinal);
        Assert.Contains($"{_folder.FullName}/weg", await gone.Client.GetStringAsync("/plank"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_link_of_the_menu_and_of_more_leads_to_a_page()
    {
        await using var node = await RunningNode.StartAsync();
        var links = new[] { "/", "/meer", "/hulp" };
        var pages = await Task.WhenAll(links.Select(link => node.Client.GetStringAsync(link)));
        var addresses = pages.SelectMany(page => System.Text.RegularExpressions.Regex.Matches(
            page, "href=\"(?<to>/[a-z-]*)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)))
            .Select(match => match.Groups["to"].Value).Distinct().ToList();

        Assert.True(addresses.Count > 8, string.Join(' ', addresses));
        foreach (var address in addresses)
        {
            using var answer = await node.Client.GetAsync(address);
            Assert.True((int)answer.StatusCode < 400, $"{address}: {answer.StatusCode}");
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
