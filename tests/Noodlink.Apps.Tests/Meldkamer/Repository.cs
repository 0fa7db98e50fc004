namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>Files of the repository, found from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Noodlink.sln"))) return directory.FullName;
        throw new InvalidOperationException($"No Noodlink.sln above {start}.");
    }
}
