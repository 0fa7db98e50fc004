using System.Globalization;
using System.Text.Json.Nodes;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Reports;

/// <summary>The lines of the stock form: each thing has a place of its own there, and in the message only what was filled
/// in.</summary>
internal static class StockLines
{
    /// <summary>What there is a line for: as many as one report carries (<see cref="Limits.StockItems"/>).</summary>
    public static IReadOnlyList<StockItem> Items { get; } =
        [.. Enum.GetValues<StockItem>().Where(item => item is not (StockItem.Unknown or StockItem.Other))];

    public static string Amount(StockItem item) => $"{item}.amount";

    public static string Unit(StockItem item) => $"{item}.unit";

    public static string Hours(StockItem item) => $"{item}.hoursLeft";

    /// <summary>How it is usually counted.</summary>
    public static StockUnit UsualUnit(StockItem item) => item switch
    {
        StockItem.Water or StockItem.Fuel => StockUnit.Litres,
        StockItem.Food => StockUnit.Portions,
        StockItem.Beds or StockItem.Seats or StockItem.ChargingPlaces => StockUnit.Places,
        StockItem.FirstAidSupplies or StockItem.Medicine or StockItem.Hygiene => StockUnit.Boxes,
        _ => StockUnit.Pieces,
    };

    /// <summary>The lines with an amount or hours, in the order of the form.</summary>
    public static IEnumerable<StockItem> Filled(IFormCollection form) => Items.Where(
        item => FormJson.Typed(form, Amount(item)) is not null || FormJson.Typed(form, Hours(item)) is not null);

    /// <summary>One line as the API takes it. Hours without an amount have no amount there either, and the reader says
    /// so.</summary>
    public static JsonObject Of(IFormCollection form, StockItem item)
    {
        var line = new JsonObject { ["item"] = $"{item}" };
        if (FormJson.Typed(form, Amount(item)) is { } amount) line["amount"] = FormJson.Number(amount);
        if (FormJson.Typed(form, Unit(item)) is { } unit) line["unit"] = unit;
        if (FormJson.Typed(form, Hours(item)) is { } hours) line["hoursLeft"] = FormJson.Number(hours);
        return line;
    }

    /// <summary>The field of the form that a path of the message speaks of: <c>items[2].amount</c>.</summary>
    public static string FieldOf(IFormCollection form, string path)
    {
        if (!path.StartsWith("items[", StringComparison.Ordinal)) return path == "items" ? Amount(Items[0]) : path;
        var end = path.IndexOf(']', StringComparison.Ordinal);
        var index = int.Parse(path["items[".Length..end], CultureInfo.InvariantCulture);
        return $"{Filled(form).ElementAt(index)}{path[(end + 1)..]}";
    }

    /// <summary>"drinkwater: 300 liter (nog 12 uur)".</summary>
    public static string Text(StockLine line)
    {
        var words = Say.It(
            Words.Situation_StockLine, HelpLabels.Of(line.Item), line.Amount, line.Unit is { } unit ? HelpLabels.Of(unit) : "").Trim();
        return line.HoursLeft is { } hours ? Say.It(Words.Situation_StockLineHours, words, hours) : words;
    }
}
