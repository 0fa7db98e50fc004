namespace Noodlink.Scenarios.Ground;

/// <summary>A data directory as it stood at some moment: a backup, or the image of a disk. Taken while its program does
/// not run.</summary>
internal sealed class Image
{
    private readonly string _copy;

    private Image(string copy) => _copy = copy;

    /// <param name="name">Of the folder in the scene where it is kept.</param>
    public static Image Take(Scene scene, StationProgram program, string name)
    {
        Assert.False(program.IsRunning, "an image is taken of a disk at rest");
        var image = new Image(Path.Combine(scene.Directory, name));
        Copy(program.DataDirectory, image._copy, without: null);
        return image;
    }

    /// <summary>Puts it back.</summary>
    /// <param name="butNot">A folder on another disk: stays as it is.</param>
    public void PutBack(StationProgram program, string? butNot = null)
    {
        Assert.False(program.IsRunning, "a disk is not exchanged under a running program");
        var directory = new DirectoryInfo(program.DataDirectory);
        foreach (var file in directory.EnumerateFiles()) file.Delete();
        foreach (var folder in directory.EnumerateDirectories().Where(folder => folder.Name != butNot))
            folder.Delete(recursive: true);
        Copy(_copy, program.DataDirectory, butNot);
    }

    private static void Copy(string from, string to, string? without)
    {
        Directory.CreateDirectory(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in new DirectoryInfo(from).EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name), overwrite: true);
        foreach (var folder in new DirectoryInfo(from).EnumerateDirectories().Where(folder => folder.Name != without))
            Copy(folder.FullName, Path.Combine(to, folder.Name), without: null);
    }
}
