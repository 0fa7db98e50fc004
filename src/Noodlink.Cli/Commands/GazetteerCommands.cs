using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Noodlink.Station.Places;
using Noodlink.Station.Places.Import;

namespace Noodlink.Cli.Commands;

/// <summary><c>noodlink gazetteer import</c> and <c>noodlink gazetteer find</c>.</summary>
internal static class GazetteerCommands
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "The gazetteer to make (Places:File); an older one is replaced when the new one is whole", Required = true,
    };

    private static readonly Option<string[]> Bag = Files("--bag", "Addresses of the BAG: CSV or GeoPackage");

    private static readonly Option<string[]> Nwb =
        Files("--nwb", "Road sections (wegvakken) and hectometre posts (hectopunten) of the NWB: CSV or GeoPackage");

    private static readonly Option<string[]> Spots =
        Files("--spots", "Named spots, a list of your own: naam, soort, plaats, gemeente, x, y");

    private static readonly Option<string[]> Gemeente =
        Files("--gemeente", "Only what lies in these; for a name with a space use quotes");

    private static readonly Option<bool> Json = new("--json") { Description = "For programs" };

    private static readonly Option<string> In = new("--in") { Description = "The gazetteer", Required = true };

    private static readonly Argument<string[]> Text = new("text")
    {
        Description = "As people say it: \"9843AB 3a\", \"Modelweg 3, Grijpskerk\", \"N355 17,3\", \"sluis\", \"222900,583100\"",
    };

    public static Command Create() => new("gazetteer", "The places that a station knows.") { CreateImport(), CreateFind() };

    private static Command CreateImport()
    {
        var command = new Command(
            "import",
            "Reads extracts of the BAG and the NWB, and lists of named spots, into one file with which a station finds places "
            + "without any network. A running station takes the new file within seconds.")
        {
            Out, Bag, Nwb, Spots, Gemeente, Json,
        };
        command.Validators.Add(static result =>
        {
            if (result.GetResult(Bag) is null && result.GetResult(Nwb) is null && result.GetResult(Spots) is null)
                result.AddError("Nothing to read: give --bag, --nwb or --spots.");
        });
        command.SetAction((parsed, cancel) => Task.FromResult(Import(parsed, cancel)));
        return command;
    }

    private static Command CreateFind()
    {
        var command = new Command("find", "Looks a place up, as a station would.") { In, Text, Json };
        command.SetAction(parsed =>
            GazetteerSearch.Run(parsed.GetValue(In)!, string.Join(' ', parsed.GetValue(Text)!), parsed.GetValue(Json)));
        return command;
    }

    private static Option<string[]> Files(string name, string what) => new(name)
    {
        Description = what, AllowMultipleArgumentsPerToken = true,
    };

    private static int Import(ParseResult parsed, CancellationToken cancel)
    {
        var request = new ImportRequest
        {
            Out = parsed.GetValue(Out)!, Bag = parsed.GetValue(Bag) ?? [], Nwb = parsed.GetValue(Nwb) ?? [],
            Spots = parsed.GetValue(Spots) ?? [], Gemeenten = parsed.GetValue(Gemeente) ?? [],
        };
        var bars = new SourceBars();
        try
        {
            var report = GazetteerImport.Run(request, TimeProvider.System.GetUtcNow(), bars.Show, cancel);
            bars.End();
            if (parsed.GetValue(Json)) Console.WriteLine(JsonSerializer.Serialize(report, CliJson.Readable.ImportReport));
            else Tell(request.Out, report);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            bars.End();
            Console.Error.WriteLine($"Stopped. {request.Out} is as it was.");
            return ExitCode.Failed;
        }
        catch (InvalidDataException fault)
        {
            return Failed(bars, fault, ExitCode.WrongConfiguration);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Failed(bars, fault, ExitCode.Unavailable);
        }
    }

    private static void Tell(string path, ImportReport report)
    {
        foreach (var table in report.Tables)
        {
            Console.WriteLine(
                $"{table.Source}: {table.Rows} rows, {table.Taken} {table.What}"
                + (table.Doubles > 0 ? $", {table.Doubles} double" : "")
                + (table.Elsewhere > 0 ? $", {table.Elsewhere} in another gemeente" : ""));
            foreach (var bad in table.Bad)
                Console.WriteLine(
                    $"  left out: {bad.Count} with {bad.Reason}; line {string.Join(", ", bad.Lines)}"
                    + (bad.Count > bad.Lines.Count ? ", …" : ""));
        }

        var holds = report.Counts;
        Console.WriteLine(
            $"{path}: {holds.Addresses} addresses in {holds.Streets} streets and {holds.Villages} villages, {holds.Roads} roads "
            + $"with {holds.Posts} hectometre posts, {holds.Spots} named spots; {report.Bytes} bytes.");
    }

    private static int Failed(SourceBars bars, Exception fault, int code)
    {
        bars.End();
        Console.Error.WriteLine(fault.Message);
        return code;
    }

    /// <summary>A bar for each source.</summary>
    private sealed class SourceBars
    {
        private string _source = "";
        private SlowBar? _bar;

        public void Show(string source, long done, long all)
        {
            if (source != _source)
            {
                End();
                (_source, _bar) = (source, new SlowBar(source, TimeProvider.System));
            }

            _bar!.Show(done, all);
        }

        public void End() => _bar?.End();
    }
}
