using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>One thing that is wrong with one field of a posted message.</summary>
/// <remarks>A value: whoever shows it to people finds the words. Equal when it says the same.</remarks>
/// <param name="Kind">What is wrong.</param>
/// <param name="Least">The lowest number that may be there; of <see cref="FieldFaultKind.Range"/>.</param>
/// <param name="Most">The highest number, the most items or the most code points.</param>
/// <param name="Bytes">The most bytes of UTF-8; of <see cref="FieldFaultKind.TooLong"/>.</param>
/// <param name="Words">What may be there; of <see cref="FieldFaultKind.OneOf"/>, else null.</param>
public readonly record struct FieldFault(
    FieldFaultKind Kind, int Least = 0, int Most = 0, int Bytes = 0, ValueList<string>? Words = null)
{
    public static implicit operator FieldFault(FieldFaultKind kind) => new(kind);

    /// <summary>None of these words, in this order.</summary>
    public static FieldFault OneOf(IEnumerable<string> words) => new(FieldFaultKind.OneOf, Words: words.ToValueList());

    /// <summary>Outside these bounds, which belong to it.</summary>
    public static FieldFault Range(int least, int most) => new(FieldFaultKind.Range, least, most);

    /// <summary>More items than this.</summary>
    public static FieldFault AtMost(int most) => new(FieldFaultKind.AtMost, Most: most);

    /// <summary>Longer than this, in code points or in bytes.</summary>
    public static FieldFault TooLong(TextLimit limit) =>
        new(FieldFaultKind.TooLong, Most: limit.CodePoints, Bytes: limit.Bytes);
}
