namespace Noodlink.Scenarios.Ground;

/// <summary>Where the programs stand that the build made.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Node { get; } = Built("Noodlink.Node", "Noodlink.Node");

    public static string Hub { get; } = Built("Noodlink.Hub", "Noodlink.Hub");

    public static string CommandLine { get; } = Built("Noodlink.Cli", "noodlink");

    public static string Mosquitto { get; } =
        new[] { "/usr/sbin/mosquitto", "/usr/bin/mosquitto" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("mosquitto is not installed (Debian: apt-get install mosquitto)");

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Noodlink.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("Noodlink.sln is nowhere above the tests.");
        return directory.FullName;
    }

    /// <summary>In the same configuration and for the same framework as the tests.</summary>
    private static string Built(string project, string program)
    {
        var output = Path.GetRelativePath(Path.Combine(Root, "tests", "Noodlink.Scenarios"), AppContext.BaseDirectory);
        var path = Path.Combine(Root, "src", project, output, program);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not built.");
    }
}
