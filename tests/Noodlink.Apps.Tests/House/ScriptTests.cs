using System.Diagnostics;
using Noodlink.Apps.Tests.Meldkamer;

namespace Noodlink.Apps.Tests.House;

/// <summary>A script tells what it does and what it installs before it does anything.</summary>
public sealed class ScriptTests
{
    /// <summary>Files with a shebang; what is sourced has none.</summary>
    public static TheoryData<string> Scripts =>
        [.. SourceFile.All.Where(file => file.Path.EndsWith(".sh", StringComparison.Ordinal)
                && file.Text.StartsWith("#!", StringComparison.Ordinal))
            .Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task It_has_help_and_refuses_what_it_does_not_know(string script)
    {
        var (code, output) = await RunAsync(script, "--help");
        Assert.Equal(0, code);
        Assert.Contains($"Usage: bash {script}", output, StringComparison.Ordinal);

        var (refused, _) = await RunAsync(script, "--no-such-option");
        Assert.Equal(64, refused);
    }

    [Fact]
    public async Task A_filter_without_an_expression_is_wrong_use()
    {
        var (code, _) = await RunAsync("tests/run.sh", "--filter");
        Assert.Equal(64, code);
    }

    // From another directory and without a terminal: that is how a scheduler calls them.
    private static async Task<(int Code, string Output)> RunAsync(string script, string argument)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var process = Process.Start(new ProcessStartInfo("bash", [Repository.PathOf(script.Split('/')), argument])
        {
            WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true,
            RedirectStandardInput = true, UseShellExecute = false,
        })!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output);
    }
}
