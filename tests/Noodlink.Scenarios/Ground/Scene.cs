using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Ground;

/// <summary>The ground that one test plays on: a directory, a seed, and the programs it started. When the test fails it
/// says how to play it again, and keeps and prints what the programs said; in any case it ends them.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private const string SeedVariable = "NOODLINK_SEED";
    private const int LinesPrinted = 60;

    private readonly List<RunningProgram> _programs = [];
    private readonly Lock _gate = new();

    private Scene(string name, int seed, ITestOutputHelper output)
    {
        Name = name;
        Seed = seed;
        Random = new Random(seed);
        Output = output;
        Directory = System.IO.Directory.CreateTempSubdirectory("noodlink-scene-").FullName;
    }

    public string Name { get; }

    public int Seed { get; }

    /// <summary>One thread at a time; a part that runs beside others takes a <see cref="Random"/> of its own from it.</summary>
    public Random Random { get; }

    public ITestOutputHelper Output { get; }

    public string Directory { get; }

    /// <summary>Plays a test from beginning to end.</summary>
    public static async Task PlayAsync(
        ITestOutputHelper output, Func<Scene, Task> play, [CallerMemberName] string name = "")
    {
        var asked = Environment.GetEnvironmentVariable(SeedVariable);
        var seed = string.IsNullOrEmpty(asked) ? Random.Shared.Next() : int.Parse(asked, CultureInfo.InvariantCulture);
        await using var scene = new Scene(name, seed, output);
        try
        {
            await play(scene);
        }
        catch (Exception)
        {
            scene.Tell();
            await scene.EndAllAsync();
            throw;
        }

        await scene.EndAllAsync();
        System.IO.Directory.Delete(scene.Directory, recursive: true);
    }

    /// <summary>Starts a program that ends with this scene at the latest.</summary>
    /// <param name="log">File name; a program that is started again goes on in the same file.</param>
    public async Task<RunningProgram> StartAsync(
        string log, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var started = await RunningProgram.StartAsync(
            program, arguments, Path.Combine(Directory, log), environment);
        lock (_gate) _programs.Add(started);
        return started;
    }

    public async ValueTask DisposeAsync() => await EndAllAsync();

    private async Task EndAllAsync()
    {
        List<RunningProgram> programs;
        lock (_gate)
        {
            programs = [.. _programs];
            _programs.Clear();
        }

        foreach (var program in programs) await program.DisposeAsync();
    }

    private void Tell()
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"seed {Seed}; everything is kept in {Directory}. To play it again:")
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"  {SeedVariable}={Seed} dotnet test tests/Noodlink.Scenarios --filter FullyQualifiedName~{Name}");
        List<string> logs;
        lock (_gate) logs = [.. _programs.Select(program => program.LogPath).Distinct(StringComparer.Ordinal)];
        foreach (var log in logs.Where(File.Exists))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"--- the end of {log}");
            foreach (var line in File.ReadLines(log).TakeLast(LinesPrinted)) text.AppendLine(line);
        }

        Output.WriteLine(text.ToString());
    }
}
