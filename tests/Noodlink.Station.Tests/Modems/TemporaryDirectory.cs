namespace Noodlink.Station.Tests.Modems;

/// <summary>A directory of its own for one test, removed with everything in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("noodlink-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
