using System.Diagnostics;
using Noodlink.Station.Tests.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A disk that can be filled and emptied: a tmpfs of 8 MB where we may mount one, otherwise a limit on the pages of
/// the databases.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly bool _mounted;

    public SmallDisk()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("noodlink-disk-").FullName;
        _mounted = Mount(Directory);
    }

    /// <summary>May this user mount one?</summary>
    public static bool IsReal { get; } = TryOut();

    public string Directory { get; }

    private string Filler => Path.Combine(Directory, "filler");

    public void Fill(World world)
    {
        if (_mounted) Fill();
        else foreach (var station in (TestStation[])[world.Node, world.Hub]) QueueBench.Room(station.Queue, 0);
    }

    /// <summary>To the last page; a real disk only.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[1024];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free(World world)
    {
        if (_mounted) File.Delete(Filler);
        else foreach (var station in (TestStation[])[world.Node, world.Hub]) QueueBench.Room(station.Queue, null);
    }

    /// <summary>Gives back so much of what fills it.</summary>
    public void Free(long bytes)
    {
        using var file = new FileStream(Filler, FileMode.Open, FileAccess.Write);
        file.SetLength(Math.Max(0, file.Length - bytes));
    }

    public void Dispose()
    {
        if (_mounted) Run("umount", "-l", Directory);
        // A world that ran in the folder has already taken it away.
        if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static bool Mount(string directory) => Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", directory);

    private static bool TryOut()
    {
        var place = System.IO.Directory.CreateTempSubdirectory("noodlink-mount-").FullName;
        var mounted = Mount(place);
        if (mounted) Run("umount", place);
        System.IO.Directory.Delete(place);
        return mounted;
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test on a disk that is really full; where this user may not mount one it is skipped, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDiskFactAttribute : FactAttribute
{
    public RealDiskFactAttribute()
    {
        if (!SmallDisk.IsReal) Skip = "this user may not mount the small disk that this test fills";
    }
}
