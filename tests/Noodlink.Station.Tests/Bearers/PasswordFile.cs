using System.Diagnostics;

namespace Noodlink.Station.Tests.Bearers;

/// <summary>A password file made by Mosquitto's own tool, and the station's side of it.</summary>
internal sealed class PasswordFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-passwords-");

    public PasswordFile(string user, string password)
    {
        ForStation = Path.Combine(_directory.FullName, "station");
        ForBroker = Path.Combine(_directory.FullName, "broker");
        using var tool = Process.Start("mosquitto_passwd", ["-c", "-b", ForBroker, user, password]);
        tool.WaitForExit();
        Assert.Equal(0, tool.ExitCode);
    }

    public string ForStation { get; }

    public string ForBroker { get; }

    public void Dispose() => _directory.Delete(recursive: true);
}
