using System.Text.Json;
using System.Text.RegularExpressions;
using Noodlink.Hub.Meldkamer;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>The examples of <c>deploy/examples</c> as the meldkamer would get them.</summary>
internal static partial class Examples
{
    private static readonly DateTimeOffset Morning = new(2026, 2, 6, 5, 21, 30, TimeSpan.Zero);

    private static readonly StationCard[] Stations =
    [
        Card("GR-WK1", "Dorpshuis Zuidhorn", "Proefplein 1, Zuidhorn", new Rd(221500, 585600), "portofoon kanaal 1"),
        Card("GR-WK2", "Sporthal Leek", "Oefenlaan 5, Leek", new Rd(221800, 576000), "portofoon kanaal 2"),
        Card("GR-WK3", "Kerk Grijpskerk", null, null, "portofoon kanaal 3"),
        Card("GR-ED1", "Sporthal Delfzijl", "Modelstraat 9, Delfzijl", new Rd(258300, 594300), null),
        Card("GR-ED2", "Buurthuis Appingedam", null, null, "portofoon kanaal 5"),
        Card("GR-ED3", "MFA Loppersum", "Proefweg 12, Loppersum", new Rd(245200, 594700), "portofoon kanaal 6"),
    ];

    /// <summary>01-09 as first versions, 10 as an aanvulling on 03, 11 as the intrekking of 00.</summary>
    public static IReadOnlyDictionary<string, Dossier> All { get; } = new Dictionary<string, Dossier>
    {
        ["00-missing-person"] = New("00-missing-person", "GR-ED3-0004"),
        ["01-barn-fire"] = New("01-barn-fire", "GR-WK1-0007"),
        ["02-chest-pain"] = New("02-chest-pain", "GR-WK2-0003"),
        ["03-ventilator"] = New("03-ventilator", "GR-WK3-0011"),
        ["04-road-accident"] = New("04-road-accident", "GR-WK1-0009"),
        ["05-child-in-canal"] = New("05-child-in-canal", "GR-WK3-0012"),
        ["06-irritant-gas"] = New("06-irritant-gas", "GR-ED1-0021"),
        ["07-carbon-monoxide"] = New("07-carbon-monoxide", "GR-ED2-0005"),
        ["08-looting"] = New("08-looting", "GR-ED1-0024"),
        ["09-chimney-quake"] = New("09-chimney-quake", "GR-ED3-0002"),
        ["10-ventilator-update"] = Later("03-ventilator", "GR-WK3-0011", "10-ventilator-update", "GR-WK3-0014"),
        ["11-missing-found"] = Later("00-missing-person", "GR-ED3-0004", "11-missing-found", "GR-ED3-0006"),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static Dossier New(string file, string number) => new()
    {
        Number = Number(number),
        Version = 1,
        Cause = VersionCause.New,
        Source = Number(number),
        Status = MessageStatus.Actual,
        Facts = FactsOf(file),
        Complete = true,
        Station = Stations.Single(card => number.StartsWith($"{card.Id}", StringComparison.Ordinal)),
        Hub = new HubCard(StationId.Parse("GR-CWK"), "Zuidhorn", "C2000 gespreksgroep 2"),
        CreatedAt = Morning,
        ReceivedAt = Morning.AddSeconds(4),
        Sent = Morning.AddSeconds(4.25),
        Bearer = BearerName.Mqtt,
    };

    private static Dossier Later(string file, string number, string laterFile, string laterNumber)
    {
        var first = New(file, number);
        var body = Read(laterFile, number).Body;
        var changes = (body as AlarmUpdate)?.Changes;
        return first with
        {
            Version = 2,
            Cause = changes is null ? VersionCause.Cancel : VersionCause.Update,
            Source = Number(laterNumber),
            Facts = changes is null ? first.Facts : first.Facts.With(changes),
            Changes = changes,
            CancelReason = (body as AlarmCancel)?.Reason,
            CancelText = (body as AlarmCancel)?.Text,
            Earlier = [new EarlierVersion(1, first.Sent)],
            CreatedAt = Morning.AddMinutes(24),
            ReceivedAt = Morning.AddMinutes(25),
            Sent = Morning.AddMinutes(25),
            Bearer = BearerName.Radio,
        };
    }

    private static AlarmFacts FactsOf(string file) => Assert.IsType<Alarm>(Read(file).Body).Facts;

    /// <summary>Reads an example as a noodsteunpunt does, or the coördinatiepunt what only that makes, with a number in the place of its reference.</summary>
    public static JsonReadResult.Ok Read(string file, string reference = "GR-WK1-0001")
    {
        var text = File.ReadAllText(Repository.PathOf("deploy", "examples", file + ".json"));
        using var json = JsonDocument.Parse(
            Placeholder().Replace(text, reference), MessageJson.DocumentOptions);
        var atHub = json.RootElement.TryGetProperty("to", out _);
        var result = MessageJson.Read(
            json.RootElement, new JsonContext(StationId.Parse(atHub ? "GR-CWK" : "GR-WK1"), atHub));
        if (result is JsonReadResult.Failed failed)
            Assert.Fail($"{file}: {string.Join("; ", failed.Errors.Select(error => $"{error.Key} {error.Value[0]}"))}");
        return (JsonReadResult.Ok)result;
    }

    private static MessageNumber Number(string text) => MessageNumber.TryParse(text, out var number) ? number : default;

    private static StationCard Card(string id, string name, string? address, Rd? rd, string? contact) =>
        new(StationId.Parse(id), name, id[3] == 'W' ? "Westerkwartier" : "Eemsdelta", address, rd, contact);

    [GeneratedRegex("@[0-9]{2}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
