using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests;

/// <summary>The kinds that people at a coördinatiepunt or a noodsteunpunt make besides noodmeldingen: one valid message of
/// each (where domain.md §3c has an example, that one), and any number drawn from a seed.</summary>
internal static class SomeKinds
{
    public static readonly MessageNumber One = new(StationId.Parse("GR-ED3"), 8);

    /// <summary>Example 15.</summary>
    public static readonly Bulletin Bulletin = new(
        StationId.Parse("GR-CWK"), 12, "Drinkwater in Leek en Marum", 1_795_280_400, BulletinAudience.Public, 9,
        "Drinkwater vandaag 14-18 uur bij sporthal Leek en MFA Marum. Neem schone jerrycan mee. Max 10 liter per persoon. "
        + "Volgend bericht 18:00.");

    public static readonly ExerciseControl Start = new(
        StationId.Parse("GR-CWK"), ExerciseAction.Start, "BO72-1", "Black-out in het dorp", 90);

    public static readonly ExerciseControl Stop = new(
        StationId.Parse("GR-CWK"), ExerciseAction.Stop, "BO72-1", null, null);

    /// <summary>Example 12, made eighteen hours before.</summary>
    public static readonly HelpRequest Request = new(
        HelpCategory.Medicine, 2, "Loppersum", 1080, [],
        "Insuline voor 2 pers, koeling stuk sinds gisteravond. Genoeg tot morgen 12u. Apotheek dicht. Recept hebben ze "
        + "bij zich.");

    /// <summary>Example 13, made three hours before.</summary>
    public static readonly HelpOffer Offer = new(
        HelpCategory.Equipment, null, 2, "Middelstum", 180, null, [],
        "Loonbedrijf biedt 2 trekkers met aggregaat 60 kVA, chauffeurs erbij, vanaf 16u. Diesel voor ±20 uur. Liever "
        + "niet in donker rijden.");

    public static readonly StockReport Stock = new(
        [
            new StockLine(StockItem.Water, 240, StockUnit.Litres, 6), new StockLine(StockItem.Blankets, 12),
            new StockLine(StockItem.Fuel, 20, StockUnit.Litres, 9), new StockLine(StockItem.Beds, 0, StockUnit.Places),
        ],
        "Bedden zijn op.");

    public static readonly ShiftHandover Handover = new("dagdienst", "nachtdienst", 2, 5, 0, "Aggregaat nog 9 uur.");

    public static readonly MatchNote Match = new(
        StationId.Parse("GR-CWK"), [One, One with { Serial = 9 }], MatchResult.Linked, "Bellen elkaar zelf.");

    public static MessageBody Body(Random random, Kind kind) => kind switch
    {
        Kind.Bulletin => DrawBulletin(random),
        Kind.ExerciseControl => DrawControl(random),
        Kind.HelpRequest => new HelpRequest(
            (HelpCategory)random.Next(1, (int)HelpCategory.Other + 1), Amount(random), Place(random),
            Perhaps(random, 1), Some.References(random, 0), Text(random, Limits.Text)),
        Kind.HelpOffer => DrawOffer(random),
        Kind.StockReport => DrawStock(random),
        Kind.ShiftHandover => new ShiftHandover(
            Text(random, Limits.Role), Some.Text(random, Limits.Role), Short(random), Short(random), Short(random),
            Text(random, Limits.Text)),
        Kind.MatchNote => DrawMatch(random),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static Bulletin DrawBulletin(Random random)
    {
        var number = (ushort)random.Next(1, 30_000);
        return new Bulletin(
            Some.Station(random), number, Some.Text(random, Limits.BulletinTitle), (uint)random.NextInt64(1, 1L << 32),
            Drawn<BulletinAudience>(random), Flip(random) ? (ushort)(number + random.Next(1, 30_000)) : null,
            Some.Text(random, Limits.BulletinText));
    }

    private static ExerciseControl DrawControl(Random random)
    {
        var isStart = Flip(random);
        return new ExerciseControl(
            Some.Station(random), isStart ? ExerciseAction.Start : ExerciseAction.Stop,
            Some.Text(random, Limits.ExerciseId),
            isStart ? Some.Text(random, Limits.ExerciseName) : Text(random, Limits.ExerciseName),
            isStart ? (ushort)random.Next(1, Limits.MinutesAheadMax + 1) : null);
    }

    private static HelpOffer DrawOffer(Random random)
    {
        var category = Drawn<HelpCategory>(random);
        HelpSkill? skill = category == HelpCategory.Skill && Flip(random) ? Drawn<HelpSkill>(random) : null;
        var from = Perhaps(random, 0);
        ushort? until = Flip(random) || from == Limits.MinutesAheadMax
            ? null : (ushort)random.Next((from ?? 0) + 1, Limits.MinutesAheadMax + 1);
        return new HelpOffer(
            category, skill, Amount(random), Place(random), from, until, Some.References(random, 0),
            Text(random, Limits.Text));
    }

    private static StockReport DrawStock(Random random)
    {
        var items = Enumerable.Range(0, random.Next(1, Limits.StockItems + 1)).Select(_ => new StockLine(
            Drawn<StockItem>(random), Short(random), Flip(random) ? Drawn<StockUnit>(random) : null,
            Flip(random) ? (byte)random.Next(255) : null)).ToValueList();
        return new StockReport(items, Text(random, Limits.Note));
    }

    private static MatchNote DrawMatch(Random random)
    {
        var result = Drawn<MatchResult>(random);
        var references = Enumerable.Range(1, random.Next(MatchNote.ReferencesLeast(result), 3))
            .Select(serial => new MessageNumber(Some.Station(random), (uint)serial)).ToValueList();
        return new MatchNote(Some.Station(random), references, result, Text(random, Limits.Note));
    }

    private static string Place(Random random) =>
        Flip(random) ? $"{random.Next(1000, 10_000)}" : Some.Text(random, Limits.Name);

    private static ushort Amount(Random random) => (ushort)random.Next(1, Limits.AmountMax + 1);

    private static ushort? Perhaps(Random random, int least) =>
        Flip(random) ? (ushort)random.Next(least, Limits.MinutesAheadMax + 1) : null;

    private static ushort Short(Random random) => (ushort)random.Next(0x10000);

    private static string? Text(Random random, TextLimit limit) => Flip(random) ? Some.Text(random, limit) : null;

    private static T Drawn<T>(Random random) where T : struct, Enum => random.GetItems(Enum.GetValues<T>(), 1)[0];

    private static bool Flip(Random random) => random.Next(2) == 0;
}
