using System.Diagnostics;
using System.Globalization;

namespace Noodlink.Scenarios.Ground;

/// <summary>A small disk over the data directory that outlives its program, so that the next one starts on it. As root
/// only; it is taken away with the test.</summary>
internal sealed class LastingDisk : IDisposable
{
    private readonly string _directory;

    public LastingDisk(StationProgram program, int megabytes = 12)
    {
        _directory = program.DataDirectory;
        Directory.CreateDirectory(_directory);
        var size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=700");
        Assert.True(Run("mount", "-t", "tmpfs", "-o", size, "tmpfs", _directory), $"{_directory} cannot be mounted");
    }

    private string Filler => Path.Combine(_directory, "filler");

    /// <summary>To the last page.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true) file.Write(page);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Clear() => File.Delete(Filler);

    public void Dispose() => Run("umount", "-l", _directory);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
