using System.Reflection;
using System.Xml.Linq;
using Noodlink.Apps.Tests.Meldkamer;
using Noodlink.Protocol.Wire;

namespace Noodlink.Apps.Tests.House;

/// <summary>Which project may know which, and what none of them may know (src/README.md, "Directions").</summary>
public sealed class ProjectTests
{
    /// <summary>Who may refer to whom. A project that is not here has no place in the house.</summary>
    private static readonly Dictionary<string, string[]> Directions = new()
    {
        ["Noodlink.Protocol"] = [],
        ["Noodlink.Station"] = ["Noodlink.Protocol"],
        ["Noodlink.Screens"] = ["Noodlink.Station", "Noodlink.Protocol"],
        ["Noodlink.Node"] = ["Noodlink.Screens", "Noodlink.Station", "Noodlink.Protocol"],
        ["Noodlink.Hub"] = ["Noodlink.Screens", "Noodlink.Station", "Noodlink.Protocol"],
        ["Noodlink.Simulation"] = ["Noodlink.Station", "Noodlink.Protocol"],
        ["Noodlink.Cli"] = ["Noodlink.Simulation", "Noodlink.Station", "Noodlink.Protocol"],
    };

    private static readonly string[] TestProjects =
    [
        "Noodlink.Protocol.Tests", "Noodlink.Station.Tests", "Noodlink.Scenarios", "Noodlink.Apps.Tests",
        "Noodlink.Benchmarks",
    ];

    private static IEnumerable<SourceFile> ProjectFiles =>
        SourceFile.All.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    [Fact]
    public void Projects_refer_only_in_the_directions_of_the_house() =>
        Rule.Holds(
            "A project refers only to those below it:",
            from file in ProjectFiles.Where(file => !file.IsTest)
            from path in References(file, "ProjectReference")
            let reference = Path.GetFileNameWithoutExtension(path)
            where !Directions.GetValueOrDefault(file.Project, []).Contains(reference)
            select $"{file.Path} refers to {reference}");

    [Fact]
    public void Every_project_has_a_place_in_the_house() =>
        Rule.Holds(
            "A project exists only where a dependency must be forbidden, a program starts, or two parties share it:",
            from file in ProjectFiles
            where !Directions.ContainsKey(file.Project) && !TestProjects.Contains(file.Project)
            select $"{file.Path} is not in ProjectTests.Directions");

    [Fact]
    public void The_solution_contains_every_project()
    {
        var solution = File.ReadAllText(Repository.PathOf("Noodlink.sln")).Replace('\\', '/');
        Rule.Holds(
            "Noodlink.sln contains every project:",
            ProjectFiles.Select(file => file.Path)
                .Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_protocol_needs_no_package_and_bans_input_output_threads_and_clocks()
    {
        var project = new SourceFile("src/Noodlink.Protocol/Noodlink.Protocol.csproj");
        var banned = new SourceFile("src/Noodlink.Protocol/BannedSymbols.Protocol.txt").Lines
            .Select(line => line.Split(';')[0]);

        Assert.Empty(References(project, "PackageReference"));
        Assert.Equal(["BannedSymbols.Protocol.txt"], References(project, "AdditionalFiles"));
        Assert.Superset(
            new HashSet<string>
            {
                "N:System.IO", "N:System.Net", "N:System.Threading", "N:System.Threading.Tasks",
                "T:System.TimeProvider", "T:System.Diagnostics.Stopwatch", "T:System.Environment",
                "M:System.Random.#ctor", "P:System.Random.Shared",
            },
            banned.ToHashSet());
    }

    [Fact]
    public void The_protocol_stands_on_pure_assemblies_only()
    {
        string[] pure =
        [
            "System.Runtime", "System.Collections", "System.Linq", "System.Memory", "System.Security.Cryptography",
            "System.Text.Json", "System.Text.Encodings.Web", "System.Text.Encoding.Extensions",
            "System.Text.RegularExpressions", "System.Runtime.InteropServices", "System.Runtime.Numerics",
            "System.Numerics.Vectors", "System.Collections.Immutable", "System.Collections.Concurrent",
        ];
        Rule.Holds(
            "Noodlink.Protocol does no input or output and starts no thread, so these have no business in it:",
            typeof(BodyCodec).Assembly.GetReferencedAssemblies().Select(name => name.Name!).Except(pure));
    }

    [Theory]
    [InlineData("Noodlink.Station", "Microsoft.AspNetCore", "System.Net.Http", "System.Net.WebSockets")]
    [InlineData("Noodlink.Screens", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "Polly", "Noodlink.Node", "Noodlink.Hub")]
    [InlineData("Noodlink.Node", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "Polly", "Noodlink.Hub")]
    [InlineData("Noodlink.Hub", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "Noodlink.Node")]
    [InlineData("noodlink", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "Microsoft.AspNetCore", "Noodlink.Node")]
    public void A_project_stays_out_of_the_others_business(string assembly, params string[] forbidden) =>
        Rule.Holds(
            $"{assembly} does not use:",
            from reference in Assembly.Load(assembly).GetReferencedAssemblies()
            where forbidden.Any(prefix => reference.Name!.StartsWith(prefix, StringComparison.Ordinal))
            select reference.Name!);

    [Fact]
    public void The_station_opens_its_inside_to_no_program_with_a_screen()
    {
        var friends = XDocument.Parse(new SourceFile("src/Noodlink.Station/Noodlink.Station.csproj").Text)
            .Descendants("InternalsVisibleTo").Select(element => (string?)element.Attribute("Include"));

        Assert.Empty(friends.Intersect(["Noodlink.Node", "Noodlink.Hub", "Noodlink.Screens"]));
    }

    [Fact]
    public void A_library_that_is_not_ours_is_called_from_one_file()
    {
        var homes = new Dictionary<string, string>
        {
            ["Noodlink.Station libmosquitto"] = "src/Noodlink.Station/Bearers/Mosquitto.cs",
            ["Noodlink.Station termios"] = "src/Noodlink.Station/Modems/Libc.cs",
            ["Noodlink.Station fsync"] = "src/Noodlink.Station/Queue/DirectorySync.cs",
            ["Noodlink.Station posix_fallocate"] = "src/Noodlink.Station/Queue/Ballast.cs",
            ["Noodlink.Hub kill"] = "src/Noodlink.Hub/Broker/Signals.cs",
            ["Noodlink.Cli openpty"] = "src/Noodlink.Cli/Air/PseudoTerminal.cs",
        };
        Rule.Holds(
            "Native calls stand in the one file that is their seam (ProjectTests knows them all):",
            from file in SourceFile.CSharp()
            where file.Code.Contains("LibraryImport(", StringComparison.Ordinal) && !homes.ContainsValue(file.Path)
            select file.Path);
        Rule.Holds(
            "SQL stays in Queue/ and Places/ of the station:",
            from file in SourceFile.CSharp()
            where file.Code.Contains("Microsoft.Data.Sqlite", StringComparison.Ordinal)
                && !file.Path.StartsWith("src/Noodlink.Station/Queue/", StringComparison.Ordinal)
                && !file.Path.StartsWith("src/Noodlink.Station/Places/", StringComparison.Ordinal)
                && file.Name != "StationLoop.cs" // the one writer turns an SqliteException into an answer
            select file.Path);
    }

    [Fact]
    public void Every_package_has_its_reason_in_the_README()
    {
        var readme = new SourceFile("README.md").Text;
        Rule.Holds(
            "README.md, \"What it stands on\", names every package of src/Packages.props:",
            References(new SourceFile("src/Packages.props"), "PackageVersion")
                .Where(package => !readme.Contains($"`{package}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_package_is_used()
    {
        var used = SourceFile.All.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal))
            .Append(new SourceFile("Directory.Build.props"))
            .SelectMany(file => References(file, "PackageReference")).ToHashSet(StringComparer.Ordinal);
        Rule.Holds(
            "src/Packages.props holds only what a project refers to:",
            References(new SourceFile("src/Packages.props"), "PackageVersion").Except(used));
    }

    [Fact]
    public void Versions_stand_in_one_file() =>
        Rule.Holds(
            "Versions stand in src/Packages.props:",
            from file in ProjectFiles
            from element in XDocument.Parse(file.Text).Descendants("PackageReference")
            where element.Attribute("Version") is not null || element.Attribute("VersionOverride") is not null
            select $"{file.Path} gives {element.Attribute("Include")?.Value} a version");

    [Fact]
    public void The_root_holds_nothing_else()
    {
        string[] allowed =
        [
            "Noodlink.sln", "Directory.Build.props", "README.md", "LICENSE", "deploy", "firmware-notes", "src", "tests",
        ];
        Rule.Holds(
            "At the root stand only the entrance and five folders; details stand beside what they describe:",
            SourceFile.All.Select(file => file.Path.Split('/')[0])
                .Where(name => !name.StartsWith('.') && !allowed.Contains(name)));
    }

    private static IEnumerable<string> References(SourceFile project, string item) =>
        XDocument.Parse(project.Text).Descendants(item)
            .Select(element => ((string)element.Attribute("Include")!).Replace('\\', '/'));
}
