using System.Diagnostics;
using Noodlink.Apps.Tests.Meldkamer;

namespace Noodlink.Apps.Tests.Service;

/// <summary>The units in deploy/systemd, as systemd's own tools judge them; no systemd needs to run for that.</summary>
public sealed class UnitFileTests
{
    /// <summary>Of 100, lower is safer; 1.6 of 10 was reached, and a line that is taken out must show.</summary>
    private const int ExposureMax = 17;

    private static string Text(string unit) => File.ReadAllText(Repository.PathOf("deploy", "systemd", unit));

    [AnalyzeTheory]
    [InlineData("noodlink-node.service")]
    [InlineData("noodlink-hub.service")]
    public async Task Systemd_understands_every_line_of_the_unit(string unit)
    {
        var (code, said) = await AnalyzeAsync(unit, "verify");
        Assert.True(code == 0 && said.Trim().Length == 0, said);
    }

    [AnalyzeTheory]
    [InlineData("noodlink-node.service")]
    [InlineData("noodlink-hub.service")]
    public async Task The_unit_is_shut_in_as_far_as_it_can_be(string unit)
    {
        var (code, said) = await AnalyzeAsync(unit, "security", "--offline=true", $"--threshold={ExposureMax}", "--no-pager");
        Assert.True(code == 0, said);
    }

    [Theory]
    [InlineData("noodlink-node.service")]
    [InlineData("noodlink-hub.service")]
    public void A_program_that_ends_or_hangs_is_always_started_again(string unit)
    {
        string[] promised =
        [
            "Type=notify", "WatchdogSec=30", "Restart=always", "RestartSec=2", "StartLimitIntervalSec=0", "User=noodlink",
            "StateDirectory=noodlink", "ProtectSystem=strict", "DevicePolicy=closed", "NoNewPrivileges=yes",
        ];
        Assert.Empty(promised.Except(Text(unit).Split('\n')));
        Assert.Contains("\nMemoryMax=", Text(unit), StringComparison.Ordinal);
        Assert.DoesNotContain("RestartPreventExitStatus", Text(unit), StringComparison.Ordinal);
    }

    /// <summary>On a copy that starts a program which is there: ours stand in /opt only once they are installed.</summary>
    private static async Task<(int Code, string Said)> AnalyzeAsync(string unit, string verb, params string[] more)
    {
        var place = Directory.CreateTempSubdirectory("noodlink-unit-");
        try
        {
            var copy = Path.Combine(place.FullName, unit);
            var lines = Text(unit).Split('\n').Select(
                line => line.StartsWith("ExecStart=", StringComparison.Ordinal) ? "ExecStart=/bin/true" : line);
            await File.WriteAllLinesAsync(copy, lines);
            using var analyze = Process.Start(
                new ProcessStartInfo(AnalyzeTheoryAttribute.Program, [verb, .. more, copy])
                {
                    RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
                })!;
            var said = await analyze.StandardOutput.ReadToEndAsync() + await analyze.StandardError.ReadToEndAsync();
            await analyze.WaitForExitAsync();
            return (analyze.ExitCode, said);
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }
}

/// <summary>Visibly skipped where systemd's tools are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnalyzeTheoryAttribute : TheoryAttribute
{
    public const string Program = "/usr/bin/systemd-analyze";

    public AnalyzeTheoryAttribute()
    {
        if (!File.Exists(Program)) Skip = "systemd-analyze is not installed (Debian: apt-get install systemd)";
    }
}
