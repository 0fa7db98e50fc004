using System.Globalization;

namespace Noodlink.Scenarios.Ground;

// A tmpfs of a few megabytes over the data directory, in a mount namespace that only the program has: it goes away with
// the program, whatever becomes of the test. From outside it is reached through /proc/<pid>/root.

/// <summary>The disk of one program, small enough to be filled.</summary>
internal sealed class SmallDisk
{
    private const int Megabytes = 12;

    private readonly StationProgram _program;

    /// <summary>Before the program starts. As root only.</summary>
    public SmallDisk(StationProgram program)
    {
        _program = program;
        Directory.CreateDirectory(program.DataDirectory);
        var mount = string.Create(
            CultureInfo.InvariantCulture, $"mount -t tmpfs -o size={Megabytes}m,mode=700 tmpfs \"$0\" && exec \"$@\"");
        program.Wrapper = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", mount, program.DataDirectory];
    }

    private string Filler => Inside("filler");

    /// <summary>A path in the data directory, as seen from here.</summary>
    public string Inside(string name) => string.Create(
        CultureInfo.InvariantCulture, $"/proc/{_program.Pid}/root{Path.Combine(_program.DataDirectory, name)}");

    /// <summary>To the last page.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        for (var written = 0; written <= Megabytes * 1024 * 1024; written += page.Length)
        {
            try
            {
                file.Write(page);
            }
            catch (IOException)
            {
                return;
            }
        }

        Assert.Fail($"{Filler} took more than {Megabytes} MB: that is no small disk");
    }

    /// <summary>As somebody who looks for room does; also what was kept for noodmeldingen is gone then.</summary>
    public void DeleteBallast() => File.Delete(Inside("ballast"));

    public void Clear() => File.Delete(Filler);
}

/// <summary>A test that mounts; without the right to do so it is skipped, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "only root may mount the small disk that this test fills";
        else if (!File.Exists("/usr/bin/unshare")) Skip = "unshare is not installed (Debian: util-linux)";
    }
}
