namespace Noodlink.Station.Places;

/// <summary>A postcode as people know it: whole, or only its four digits.</summary>
/// <param name="Area">1000..9999.</param>
/// <param name="Letters">Two capitals, or empty when only the digits are known.</param>
public readonly record struct TypedPostcode(int Area, string Letters)
{
    /// <summary>Both letters are known.</summary>
    public bool IsWhole => Letters.Length == 2;

    /// <summary>"9843AB", "9843 ab" or "9843".</summary>
    public static bool TryParse(string? typed, out TypedPostcode postcode)
    {
        postcode = default;
        if (typed is null || typed.Length > 16) return false;
        var text = typed.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (text.Length is not (4 or 6) || text[0] == '0'
            || text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') >= 0
            || text.AsSpan(4).IndexOfAnyExceptInRange('A', 'Z') >= 0) return false;
        postcode = new TypedPostcode(int.Parse(text.AsSpan(0, 4)), text[4..]);
        return true;
    }

    /// <summary>"9843AB".</summary>
    public override string ToString() => $"{Area:0000}{Letters}";
}
