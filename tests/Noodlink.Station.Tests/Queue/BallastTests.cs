using System.Diagnostics;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Queue;

public sealed class BallastTests : IDisposable
{
    private const long Bytes = 1024 * 1024;

    private readonly string _directory = World.NewDirectory();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void It_is_real_blocks_that_only_the_owner_may_read()
    {
        var ballast = Whole();
        var path = Path.Combine(_directory, Ballast.FileName);
        Assert.Equal(Bytes, ballast.WholeBytes);
        Assert.Equal(Bytes, new FileInfo(path).Length);
        Assert.True(BlocksOf(path) * 512 >= Bytes, "a hole in a file holds no room");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void It_gives_up_piece_by_piece_and_stands_so_after_a_restart()
    {
        var ballast = Whole();
        for (var standing = Bytes - ballast.PieceBytes; standing >= 0; standing -= ballast.PieceBytes)
        {
            Assert.True(ballast.TryGiveUp());
            Assert.Equal(standing, ballast.StandingBytes);
            Assert.Equal(standing, new Ballast(_directory, Bytes).StandingBytes);
        }

        Assert.False(ballast.TryGiveUp());
        Assert.Equal(0, BlocksOf(Path.Combine(_directory, Ballast.FileName)));
    }

    [Fact]
    public void A_ballast_that_somebody_deleted_promises_nothing_and_is_made_again()
    {
        var ballast = Whole();
        File.Delete(Path.Combine(_directory, Ballast.FileName));
        Assert.False(ballast.TryGiveUp());
        Assert.Equal(0, ballast.StandingBytes);
        Assert.True(ballast.TryAdd());
        Assert.Equal(ballast.PieceBytes, ballast.StandingBytes);
        Assert.True(BlocksOf(Path.Combine(_directory, Ballast.FileName)) * 512 >= ballast.PieceBytes);
    }

    [Fact]
    public void A_copied_disk_with_a_hole_for_a_ballast_gets_a_real_one()
    {
        var path = Path.Combine(_directory, Ballast.FileName);
        using (var file = File.Create(path)) file.SetLength(Bytes);
        Assert.Equal(0, BlocksOf(path));
        Assert.Equal(Bytes, new Ballast(_directory, Bytes).StandingBytes);
        Assert.True(BlocksOf(path) * 512 >= Bytes);
    }

    [RealDiskFact]
    public void On_a_small_disk_it_is_a_small_share_and_what_does_not_fit_is_given_back()
    {
        using var disk = new SmallDisk();
        var ballast = new Ballast(disk.Directory);
        while (ballast.TryAdd()) { }
        Assert.Equal(512 * 1024, ballast.WholeBytes);
        Assert.True(ballast.IsWhole);

        Assert.True(ballast.TryGiveUp());
        disk.Fill();
        Assert.False(ballast.TryAdd());
        disk.Free(ballast.PieceBytes + 65536);
        Assert.False(ballast.TryAdd(), "a piece must stay free beside it");
        disk.Free(ballast.PieceBytes);
        Assert.True(ballast.TryAdd());
    }

    private Ballast Whole()
    {
        var ballast = new Ballast(_directory, Bytes);
        while (ballast.TryAdd()) { }
        Assert.True(ballast.IsWhole);
        return ballast;
    }

    private static long BlocksOf(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%b", path]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var blocks = stat.StandardOutput.ReadToEnd();
        stat.WaitForExit();
        return long.Parse(blocks, System.Globalization.CultureInfo.InvariantCulture);
    }
}
