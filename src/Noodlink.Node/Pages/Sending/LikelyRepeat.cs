using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.Sending;

// Problem: a radio may need minutes, and who sees nothing happen sends the same again (domain.md §3c, D2): three reports of
// one fire cost a meldkamer three conversations. But two people may fall ill in one hall within nine minutes (D3), and the
// second of them must never be taken for the first.
//
// Idea: before sending, one question to a person, and only where nothing at all speaks for something new. Whatever differs
// in what was told (the type, how many, what was written, another place) is something new and is not asked about; so is
// anything once the first is with the meldkamer. Nothing is ever held back: the other button sends.

/// <summary>Finds the noodmelding that a new one probably says again.</summary>
/// <remarks>Pure; call from any thread.</remarks>
public static class LikelyRepeat
{
    /// <summary>After this it is something new (domain.md §3c).</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(30);

    /// <summary>Metres between two positions of one place: 300 in a village (domain.md §3c).</summary>
    public const int NearMetres = 300;

    // Of two texts, so much must be the same words: a letter or a comma more is the same story.
    private const double SameWords = 0.8;

    private static readonly AlarmType[][] Families =
    [
        [AlarmType.BuildingFire, AlarmType.OutdoorFire, AlarmType.VehicleFire],
        [AlarmType.TrafficInjury, AlarmType.TrafficDamage],
        [AlarmType.PersonInWater, AlarmType.VehicleInWater],
        [AlarmType.Violence, AlarmType.Disturbance, AlarmType.Looting],
        [AlarmType.Flooding, AlarmType.StormDamage],
    ];

    /// <summary>The latest of the earlier ones that this one probably repeats; null: it is something new.</summary>
    /// <param name="earlier">Noodmeldingen of this station.</param>
    public static MessageView? Find(
        AlarmFacts now, MessageStatus status, IEnumerable<MessageView> earlier, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(earlier);
        return earlier.Where(one => one.Own && one.Status == status && IsStillHere(one.State) && IsRecent(at - one.StoredAt)
                && one.Body is Alarm alarm && IsSame(now, alarm.Facts))
            .MaxBy(one => one.StoredAt);
    }

    /// <summary>Do both say the same happened?</summary>
    public static bool IsSame(AlarmFacts now, AlarmFacts before)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(before);
        return SameType(now.Type, before.Type) && SamePlace(now.Location, before.Location) && SameText(now.Text, before.Text)
            && now.Victims == before.Victims && now.Unresponsive == before.Unresponsive && now.Trapped == before.Trapped
            && now.Children == before.Children;
    }

    // Once the meldkamer knows, another report is another question to them. What was refused is meant to be sent again.
    private static bool IsStillHere(MessageState state) => state is MessageState.Queued or MessageState.Sending
        or MessageState.DeliveredDevice or MessageState.SeenByHuman or MessageState.QueryOpen or MessageState.Unconfirmed;

    // A clock that was set back makes no message younger than new.
    private static bool IsRecent(TimeSpan age) => age.Duration() < Within;

    // A fire is one fire whatever it is called; two people who are ill are not.
    private static bool SameType(AlarmType? now, AlarmType? before) =>
        now == before || (now is { } one && before is { } other
            && Families.Any(family => family.Contains(one) && family.Contains(other)));

    private static bool SamePlace(Location? now, Location? before)
    {
        if (now is null || before is null) return now == before;
        if (now.Kind == LocationKind.Here || before.Kind == LocationKind.Here) return now.Kind == before.Kind;
        if (now.Rd is { } one && before.Rd is { } other && PlaceFound.Metres(one, other) > NearMetres) return false;
        (string? Now, string? Before)[] said =
        [
            (now.Postcode, before.Postcode), (now.Number, before.Number), (now.Street, before.Street),
            (now.Road, before.Road), ($"{now.Hectometre}", $"{before.Hectometre}"), (now.Spot, before.Spot),
            (now.Text, before.Text), (now.Place, before.Place),
        ];
        var both = said.Where(pair => !string.IsNullOrEmpty(pair.Now) && !string.IsNullOrEmpty(pair.Before)).ToList();
        if (both.Exists(pair => FoldedText.Key(pair.Now) != FoldedText.Key(pair.Before))) return false;
        // The village alone is no place.
        return both.Exists(pair => pair != (now.Place, before.Place)) || (now.Rd is not null && before.Rd is not null);
    }

    private static bool SameText(string? now, string? before)
    {
        var one = FoldedText.Words(now).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var other = FoldedText.Words(before).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        if (one.Count == 0 || other.Count == 0) return one.Count == other.Count;
        // Ages and counts tell people apart: one other number is another story.
        if (!one.Where(IsNumber).ToHashSet(StringComparer.Ordinal).SetEquals(other.Where(IsNumber))) return false;
        return one.Intersect(other).Count() >= SameWords * one.Union(other).Count();
    }

    private static bool IsNumber(string word) => word.Any(char.IsAsciiDigit);
}
