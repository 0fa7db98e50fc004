namespace Noodlink.Station.Places;

/// <summary>A house number with its letter and addition, as typed or as the BAG has it: 3, 3a, 3-1, 3a-2.</summary>
/// <param name="Number">1..99999, the BAG's own limits.</param>
/// <param name="Suffix">As it is written behind the number: "a", "-1", "a-2", or empty.</param>
/// <param name="Key">The suffix as it is compared: "3-A", "3 a" and "3a" are one number.</param>
public readonly record struct HouseNumber(int Number, string Suffix, string Key)
{
    /// <summary>The highest number of the BAG.</summary>
    public const int NumberMax = 99_999;

    private const int SuffixMax = 10;

    /// <summary>What a person typed.</summary>
    /// <returns>False: it does not begin with a number of 1..99999, or is longer than any house number.</returns>
    public static bool TryParse(string? typed, out HouseNumber number)
    {
        number = default;
        var text = typed.AsSpan().Trim();
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        var head = digits < 0 ? text : text[..digits];
        if (head.Length is 0 or > 5 || !int.TryParse(head, out var value) || value == 0) return false;
        var suffix = text[head.Length..].Trim();
        if (suffix.Length > SuffixMax) return false;
        number = new HouseNumber(value, suffix.ToString(), FoldedText.Key(suffix.ToString()));
        return true;
    }

    /// <summary>What a register has in three columns.</summary>
    /// <returns>False: the number is out of range, or the letter and addition are longer than the BAG allows.</returns>
    public static bool TryCompose(int value, string? letter, string? addition, out HouseNumber number)
    {
        number = default;
        letter = letter?.Trim() ?? "";
        addition = addition?.Trim() ?? "";
        if (value is < 1 or > NumberMax || letter.Length + addition.Length > SuffixMax) return false;
        var suffix = letter.ToLowerInvariant() + (addition.Length > 0 ? $"-{addition}" : "");
        number = new HouseNumber(value, suffix, FoldedText.Key(suffix));
        return true;
    }

    /// <summary>As it stands on the door: 3a-2.</summary>
    public override string ToString() => $"{Number}{Suffix}";
}
