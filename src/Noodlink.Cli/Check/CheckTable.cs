using System.Globalization;
using Spectre.Console;

namespace Noodlink.Cli.Check;

/// <summary>What arrived, when and how, for a person.</summary>
internal static class CheckTable
{
    private static readonly (string State, string Title)[] States =
    [
        ("Sending", "sending"), ("DeliveredDevice", "at hub"), ("SeenByHuman", "read"), ("Forwarded", "spoken"),
        ("AcceptedControlRoom", "accepted"),
    ];

    public static void Print(IReadOnlyList<SentMessage> messages)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("sent over", "example", "id", "bearer");
        foreach (var (_, title) in States) table.AddColumn(new TableColumn($"{title}, s").RightAligned());
        table.AddColumn(new TableColumn("whole, s").RightAligned());
        table.AddColumn("at the meldkamer");
        foreach (var message in messages)
        {
            string[] files = [.. message.Versions.Select(version => $"{version.Identifier}.cap.xml")];
            table.AddRow(
            [
                message.Phase, message.Example.Name, message.Id, message.Bearer,
                .. States.Select(state => Seconds(message.SecondsTo(state.State))),
                Seconds(message.SecondsToComplete()),
                files.Length > 0 ? string.Join(' ', files) : message.IsForMeldkamer ? "NOTHING" : "no noodmelding",
            ]);
        }

        // A pipe has no width: a table cut off at eighty columns is of no use in a log.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
    }

    private static string Seconds(double? seconds) =>
        seconds is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : "-";
}
