using System.Diagnostics;
using Noodlink.Station.Tests.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A disk that can be filled and emptied: a tmpfs of 4 MB where we may mount one, otherwise a limit on the pages of
/// the databases.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly bool _mounted;

    public SmallDisk()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("noodlink-disk-").FullName;
        _mounted = Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", Directory);
    }

    public string Directory { get; }

    private string Filler => Path.Combine(Directory, "filler");

    public void Fill(World world)
    {
        if (!_mounted)
        {
            foreach (var station in (TestStation[])[world.Node, world.Hub]) QueueBench.Room(station.Queue, 0);
            return;
        }

        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
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

    public void Dispose()
    {
        if (_mounted) Run("umount", "-l", Directory);
        // A world that ran in the folder has already taken it away.
        if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
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
