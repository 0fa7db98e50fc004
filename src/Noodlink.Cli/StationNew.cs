using System.CommandLine;
using System.CommandLine.Parsing;
using Noodlink.Cli.Commands;
using Noodlink.Protocol.Messages;
using Noodlink.Station;

namespace Noodlink.Cli;

/// <summary><c>noodlink station new</c>: makes a noodsteunpunt known to its coördinatiepunt.</summary>
internal static class StationNew
{
    private static readonly Option<int> Number = new("--number")
    {
        Description = "1..65534, unique in the region, coördinatiepunten included",
        Required = true,
    };

    private static readonly Option<string> Id = new("--id")
    {
        Description = "What people say: region and place, such as GR-WK1",
        Required = true,
    };

    private static readonly Option<string> Name = new("--name")
    {
        Description = "The building", Required = true,
    };

    private static readonly Option<string> Gemeente = new("--gemeente")
    {
        Description = "Where it stands", Required = true,
    };

    private static readonly Option<string?> Rd = new("--rd")
    {
        Description = "Its place as x,y in whole metres, EPSG:28992",
    };

    private static readonly Option<string?> Address = new("--address")
    {
        Description = "Street, number and place, for the sheet that is read to the meldkamer",
    };

    private static readonly Option<string?> Contact = new("--contact")
    {
        Description = "How it is reached when nothing else works: a portofoon channel or the like",
    };

    private static readonly Option<string> Stations = new("--stations")
    {
        Description = "The hub's stations file; made if it is not there", Required = true,
    };

    private static readonly Option<string> Key = new("--key")
    {
        Description = "Where the station's key goes; must not be there yet", Required = true,
    };

    private static readonly Option<string> Password = new("--password-file")
    {
        Description = "Where the station's broker password goes; must not be there yet", Required = true,
    };

    private static readonly Option<string?> Config = new("--config")
    {
        Description = "Also write a complete node.json here; must not be there yet",
    };

    private static readonly Option<int[]> HubNumbers = new("--hub-number")
    {
        Description = "For --config: the numbers of its coördinatiepunten, home first",
        DefaultValueFactory = _ => [1],
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Broker = new("--broker")
    {
        Description = "For --config: host:port of the hub's broker", DefaultValueFactory = _ => "127.0.0.1:1884",
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "For --config: where the station keeps its data",
        DefaultValueFactory = _ => "/var/lib/noodlink",
    };

    public static Command Create()
    {
        var command = new Command(
            "new",
            "Makes a station's key and broker password (only their owner can read them), adds the station to the hub's "
            + "stations file, which the hub notices by itself, and refuses whatever is there already.")
        {
            Number, Id, Name, Gemeente, Rd, Address, Contact, Stations, Key, Password, Config, HubNumbers, Broker, Data,
        };
        command.Validators.Add(Validate);
        command.SetAction(static parsed => Enrolment.Run(Request(parsed), Console.Out, Console.Error));
        return new Command("station", "The noodsteunpunten that a coördinatiepunt knows.") { command };
    }

    private static void Validate(CommandResult result)
    {
        result.Require(Number, IsNumber, "--number must be 1..65534");
        result.Require(Id, static id => StationId.TryParse(id, out _),
            "--id must be two capitals, a dash and two to five capitals or digits, such as GR-WK1");
        result.Require(Name, IsText, "--name must be a text of 1..200 characters on one line");
        result.Require(Gemeente, IsText, "--gemeente must be a text of 1..200 characters on one line");
        result.Require(Rd, static rd => rd is null || StationSetup.Position(rd) is not null,
            "--rd must be x,y in whole metres within the Netherlands, such as 222900,583100");
        result.Require(HubNumbers, static numbers => numbers.Length > 0 && numbers.All(IsNumber),
            "--hub-number must be 1..65534");
        if (result.GetResult(HubNumbers) is { Implicit: false }
            && result.TryGet(HubNumbers, out var hubs) && result.TryGet(Number, out var number) && hubs!.Contains(number))
            result.AddError("--hub-number must be another number than the station's own");
    }

    private static bool IsNumber(int number) => number is >= 1 and <= 65534;

    private static bool IsText(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= 200 && !text.Any(char.IsControl);

    private static EnrolmentRequest Request(ParseResult parsed) => new()
    {
        Number = (ushort)parsed.GetValue(Number),
        Id = StationId.Parse(parsed.GetValue(Id)!),
        Name = parsed.GetValue(Name)!,
        Gemeente = parsed.GetValue(Gemeente)!,
        Rd = parsed.GetValue(Rd),
        Address = parsed.GetValue(Address),
        Contact = parsed.GetValue(Contact),
        StationsPath = Path.GetFullPath(parsed.GetValue(Stations)!),
        KeyPath = Path.GetFullPath(parsed.GetValue(Key)!),
        PasswordPath = Path.GetFullPath(parsed.GetValue(Password)!),
        ConfigPath = parsed.GetValue(Config) is { } config ? Path.GetFullPath(config) : null,
        HubNumbers = parsed.GetValue(HubNumbers)!,
        Broker = parsed.GetValue(Broker)!,
        DataDirectory = parsed.GetValue(Data)!,
    };
}
