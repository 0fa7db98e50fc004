using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Noodlink.Hub.Meldkamer;
using Noodlink.Station.Bearers;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>What the folder promises beyond what every forwarder promises (<see
/// cref="ForwarderContract"/>).</summary>
public sealed class SpoolTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("noodlink-spool-").FullName;

    private string Spool => Path.Combine(_directory, "meldkamer");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Each_version_is_three_files_under_its_own_name()
    {
        var spool = Open();

        await WriteAsync(spool, Examples.All["03-ventilator"]);
        await WriteAsync(spool, Examples.All["10-ventilator-update"]);

        Assert.Equal(
            [
                "GR-WK3-0011.2.cap.xml", "GR-WK3-0011.2.json", "GR-WK3-0011.2.txt", "GR-WK3-0011.cap.xml",
                "GR-WK3-0011.json", "GR-WK3-0011.txt",
            ],
            Files());
        Assert.Equal("alert", XDocument.Load(Path.Combine(Spool, "GR-WK3-0011.cap.xml")).Root!.Name.LocalName);
        Assert.Equal(Sheet.Of(Examples.All["03-ventilator"]), Read("GR-WK3-0011.txt"));
        using var json = JsonDocument.Parse(Read("GR-WK3-0011.2.json"));
        Assert.Equal(2, json.RootElement.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_file_that_stands_is_left_as_it_is()
    {
        var spool = Open();
        await WriteAsync(spool, Examples.All["01-barn-fire"]);
        var before = File.GetLastWriteTimeUtc(Path.Combine(Spool, "GR-WK1-0007.cap.xml"));
        File.WriteAllText(Path.Combine(Spool, "GR-WK1-0007.txt"), "aantekening van de centralist");

        await WriteAsync(Open(), Examples.All["01-barn-fire"]);

        Assert.Equal("aantekening van de centralist", Read("GR-WK1-0007.txt"));
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(Spool, "GR-WK1-0007.cap.xml")));
        Assert.Equal(3, Files().Length);
    }

    [Fact]
    public async Task A_number_that_was_given_out_again_hides_no_noodmelding_behind_the_file_of_the_first()
    {
        var spool = Open();
        var first = Examples.All["01-barn-fire"];
        await WriteAsync(spool, first);
        var before = Read("GR-WK1-0007.json");

        var second = await spool.ForwardAsync(
            first with { CreatedAt = first.CreatedAt.AddMinutes(9) }, CancellationToken.None);
        var typed = await spool.ForwardAsync(
            first with { CreatedAt = first.CreatedAt.AddMinutes(9), Bearer = BearerName.Voice }, CancellationToken.None);

        Assert.Contains("andere melding met het nummer", Assert.IsType<ForwardOutcome.Refused>(second).Reason, StringComparison.Ordinal);
        Assert.IsType<ForwardOutcome.Written>(typed);
        Assert.Equal(before, Read("GR-WK1-0007.json"));
        Assert.Equal(3, Files().Length);
    }

    [Fact]
    public async Task A_crash_after_the_first_file_is_finished_and_nothing_is_written_again()
    {
        Directory.CreateDirectory(Spool);
        File.WriteAllText(Path.Combine(Spool, "GR-WK1-0007.json"), "{}");
        File.WriteAllText(Path.Combine(Spool, ".noodlink-GR-WK1-0007.txt.part"), "half a sh");

        await WriteAsync(Open(), Examples.All["01-barn-fire"]);

        Assert.Equal(["GR-WK1-0007.cap.xml", "GR-WK1-0007.json", "GR-WK1-0007.txt"], Files());
        Assert.Equal("{}", Read("GR-WK1-0007.json"));
        Assert.Equal(Sheet.Of(Examples.All["01-barn-fire"]), Read("GR-WK1-0007.txt"));
    }

    [Fact]
    public async Task Wherever_the_power_goes_the_next_start_ends_with_the_same_three_files()
    {
        var dossier = Examples.All["01-barn-fire"];
        var contents = new (string Name, byte[] Bytes)[]
        {
            ("GR-WK1-0007.json", JsonSheet.Write(dossier)),
            ("GR-WK1-0007.txt", Encoding.UTF8.GetBytes(Sheet.Of(dossier))),
            ("GR-WK1-0007.cap.xml", CapWriter.Write(dossier)),
        };
        for (var standing = 0; standing <= contents.Length; standing++)
        {
            foreach (var share in new[] { 0, 1, 2 })
            {
                Directory.CreateDirectory(Spool);
                foreach (var (name, bytes) in contents[..standing]) Put(name, bytes);
                if (standing < contents.Length)
                {
                    var (name, bytes) = contents[standing];
                    Put($".noodlink-{name}.part", bytes[..(bytes.Length * share / 2)]);
                }

                await WriteAsync(Open(), dossier);

                Assert.Equal(contents.Select(file => file.Name).Order(StringComparer.Ordinal), Files());
                foreach (var (name, bytes) in contents)
                    Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(Spool, name)));
                Directory.Delete(Spool, recursive: true);
            }
        }
    }

    [Fact]
    public void What_a_crash_left_is_cleared_at_start_and_nothing_else_is_touched()
    {
        Directory.CreateDirectory(Spool);
        File.WriteAllText(Path.Combine(Spool, ".noodlink-GR-WK1-0007.cap.xml.part"), "<alert");
        File.WriteAllText(Path.Combine(Spool, ".lezer-merkt-dit"), "");
        File.WriteAllText(Path.Combine(Spool, "notitie.txt"), "");

        _ = Open();

        Assert.Equal([".lezer-merkt-dit", "notitie.txt"], Files());
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_not_made_again_below_its_mount_point()
    {
        var spool = Open();
        Directory.Delete(Spool);

        var outcome = await spool.ForwardAsync(Examples.All["01-barn-fire"], CancellationToken.None);

        Assert.Contains(Spool, Assert.IsType<ForwardOutcome.Failed>(outcome).Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Spool));
        Directory.CreateDirectory(Spool);
        await WriteAsync(spool, Examples.All["01-barn-fire"]);
    }

    // Root may write anywhere, so the refusal is made by something that stops root too: a folder in the way of each
    // file.
    [Theory]
    [InlineData(".json", 0)]
    [InlineData(".txt", 1)]
    [InlineData(".cap.xml", 2)]
    public async Task A_write_that_fails_leaves_no_half_file_and_no_later_file(string blocked, int visible)
    {
        var spool = Open();
        var obstacle = Path.Combine(Spool, $".noodlink-GR-WK1-0007{blocked}.part");
        Directory.CreateDirectory(obstacle);

        Assert.IsType<ForwardOutcome.Failed>(
            await spool.ForwardAsync(Examples.All["01-barn-fire"], CancellationToken.None));
        Assert.Equal(visible, Files().Length);
        Assert.DoesNotContain("GR-WK1-0007.cap.xml", Files());

        Directory.Delete(obstacle);
        await WriteAsync(spool, Examples.All["01-barn-fire"]);
        Assert.Equal(3, Files().Length);
    }

    [Fact]
    public async Task A_full_disk_is_a_reason_and_leaves_nothing_behind()
    {
        // /dev/full takes no byte: every temporary file that is a link to it behaves like a file on a full disk.
        var spool = Open();
        var temporary = Path.Combine(Spool, ".noodlink-GR-WK1-0007.json.part");
        File.CreateSymbolicLink(temporary, "/dev/full");

        var outcome = await spool.ForwardAsync(Examples.All["01-barn-fire"], CancellationToken.None);

        Assert.IsType<ForwardOutcome.Failed>(outcome);
        Assert.Empty(Files());
        await WriteAsync(spool, Examples.All["01-barn-fire"]);
    }

    [Fact]
    public async Task A_folder_that_takes_no_files_is_a_reason()
    {
        // Nobody may make files in /proc, root neither.
        var spool = new SpoolForwarder("spool:/proc", "/proc");

        var outcome = await spool.ForwardAsync(Examples.All["01-barn-fire"], CancellationToken.None);

        Assert.Contains("/proc", Assert.IsType<ForwardOutcome.Failed>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_does_not_stop_the_start()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "");

        var spool = new SpoolForwarder("spool:x", Path.Combine(file, "below"));

        Assert.NotNull(spool.StartFault);
    }

    [Fact]
    public async Task Two_messages_with_the_same_number_stand_side_by_side()
    {
        var spool = Open();
        var first = Examples.All["01-barn-fire"];
        var clash = first with { Number = first.Number with { Epoch = 0x3F9A } };

        await WriteAsync(spool, first);
        await WriteAsync(spool, clash);
        await WriteAsync(spool, clash with { Version = 2, Earlier = [new(1, clash.Sent)] });

        Assert.Equal(
            ["GR-WK1-0007-3F9A.2.cap.xml", "GR-WK1-0007-3F9A.cap.xml", "GR-WK1-0007.cap.xml"],
            Files().Where(name => name.EndsWith(".cap.xml", StringComparison.Ordinal)));
    }

    private SpoolForwarder Open() => new($"spool:{Spool}", Spool);

    private static async Task WriteAsync(SpoolForwarder spool, Dossier dossier) =>
        Assert.Equal(new ForwardOutcome.Written(), await spool.ForwardAsync(dossier, CancellationToken.None));

    private void Put(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(Spool, name), bytes);

    private string Read(string name) => File.ReadAllText(Path.Combine(Spool, name), Encoding.UTF8);

    private string[] Files() =>
        [.. Directory.EnumerateFiles(Spool).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
