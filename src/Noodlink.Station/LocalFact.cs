using System.Globalization;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station;

/// <summary>One small thing that people at this point told the program, or that the program must remember for them. It
/// outlives a restart and never leaves the point by itself.</summary>
public sealed record LocalFact
{
    /// <summary>A role or a few words.</summary>
    private const int TextMax = 60;

    /// <summary>A month; a situation report carries up to 255.</summary>
    private const int HoursMax = 720;

    private const string HungPrefix = "BulletinHung:";

    private readonly Func<string, bool> _fits;

    private LocalFact(string name, Func<string, bool> fits) => (Name, _fits) = (name, fits);

    /// <summary>112 here: a word of <see cref="Reachable112"/>.</summary>
    public static LocalFact Reach112 { get; } = new(nameof(Reach112), IsWord<Reachable112>);

    /// <summary>A word of <see cref="Noodlink.Protocol.Messages.PowerSource"/>.</summary>
    public static LocalFact PowerSource { get; } = new(nameof(PowerSource), IsWord<PowerSource>);

    /// <summary>Whole hours that the power lasts, 0..720, from the moment of entering. <see cref="LocalFacts.Power"/> says
    /// what is left.</summary>
    public static LocalFact PowerHours { get; } = new(
        nameof(PowerHours),
        value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= HoursMax);

    /// <summary>The role that is on duty, since it was set.</summary>
    public static LocalFact Shift { get; } = new(nameof(Shift), IsText);

    /// <summary>The screen hides the list.</summary>
    public static LocalFact Covered { get; } = new(nameof(Covered), IsText);

    /// <summary>Somebody heard the sound of this machine.</summary>
    public static LocalFact SoundTested { get; } = new(nameof(SoundTested), IsText);

    /// <summary>A note about the poster of a bulletin at this point. That it hangs is told to the hub by a
    /// <see cref="Reply"/>; this is not told.</summary>
    /// <param name="number">Of the bulletin, as people count them.</param>
    public static LocalFact BulletinHung(ushort number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{HungPrefix}{number}"), IsText);

    /// <summary>As it is stored.</summary>
    public string Name { get; }

    /// <summary>May it be this?</summary>
    public bool Fits(string value) => _fits(value);

    public bool Equals(LocalFact? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    private static bool IsText(string value) =>
        value.Length is > 0 and <= TextMax && !value.Any(char.IsControl) && !string.IsNullOrWhiteSpace(value);

    private static bool IsWord<T>(string value)
        where T : struct, Enum => Enum.GetNames<T>().Contains(value, StringComparer.Ordinal);
}

/// <summary>What a fact is, and since when by our clock.</summary>
public sealed record FactValue(string Value, DateTimeOffset At);

/// <summary>The electricity of this point, as people entered it.</summary>
/// <param name="Left">What is left of the hours, counted down; null: nobody entered any. Never more than was
/// entered.</param>
/// <param name="EnteredAt">When the hours were entered; null with <paramref name="Left"/>.</param>
public sealed record PowerState(PowerSource Source, TimeSpan? Left, DateTimeOffset? EnteredAt);

/// <summary>What this point knows of itself.</summary>
/// <remarks>A snapshot, immutable; safe to share between threads.</remarks>
public sealed class LocalFacts
{
    private readonly IReadOnlyDictionary<string, FactValue> _values;

    internal LocalFacts(IReadOnlyDictionary<string, FactValue> values, TimeSpan? powerLeft, ExerciseState exercise)
    {
        _values = values;
        Exercise = exercise;
        var source = Word(LocalFact.PowerSource, PowerSource.Unknown);
        var entered = Find(LocalFact.PowerHours);
        if (Find(LocalFact.PowerSource) is not null || entered is not null)
            Power = new PowerState(source, entered is null ? null : powerLeft, entered?.At);
    }

    /// <summary>Of a point where nobody told anything yet.</summary>
    internal static LocalFacts None { get; } =
        new(new Dictionary<string, FactValue>(StringComparer.Ordinal), null, ExerciseState.Off.Now);

    /// <summary>112 here; null: nobody said.</summary>
    public Reachable112? Reach112 => Find(LocalFact.Reach112) is null ? null : Word(LocalFact.Reach112, Reachable112.Unknown);

    /// <summary>Null: nobody said anything of it.</summary>
    public PowerState? Power { get; }

    /// <summary>Is an exercise going on here?</summary>
    public ExerciseState Exercise { get; }

    /// <summary>Null: it was never set, or taken away.</summary>
    public FactValue? Find(LocalFact fact) =>
        _values.TryGetValue(fact.Name, out var value) && fact.Fits(value.Value) ? value : null;

    private T Word<T>(LocalFact fact, T otherwise)
        where T : struct, Enum => Find(fact) is { } found ? Enum.Parse<T>(found.Value) : otherwise;
}

/// <summary>What became of setting a fact, or of answering whether it is an exercise. A closed set.</summary>
public abstract record FactOutcome
{
    private FactOutcome() { }

    /// <summary>It is on disk.</summary>
    public sealed record Kept : FactOutcome;

    /// <summary>That is no value of this fact, or nothing was asked; nothing was changed. The reason is Dutch.</summary>
    public sealed record Unfit(string Reason) : FactOutcome;

    /// <summary>It could not be stored (507); the reason is Dutch.</summary>
    public sealed record NotStored(string Reason) : FactOutcome;
}
