using Noodlink.Screens.Pages;

namespace Noodlink.Screens.Fields;

/// <summary>One field of a form. It is named by its path in the API (<c>location.postcode</c>), so that a fault finds its
/// field by itself.</summary>
/// <param name="Form">What was typed, and what is wrong with it.</param>
/// <param name="Path">In the API.</param>
/// <param name="Label">The question, or what to type.</param>
public sealed record FieldModel(FormFields Form, string Path, string Label)
{
    /// <summary>Below the label, always visible.</summary>
    public string? Hint { get; init; }

    /// <summary>To choose from.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>More than one may be chosen.</summary>
    public bool Many { get; init; }

    /// <summary>Without it the form cannot go.</summary>
    public bool Must { get; init; }

    /// <summary>Characters at most; of a text with more, the form says so and keeps all of it.</summary>
    public int LengthMax { get; init; } = 60;

    /// <summary>For the phone's keyboard: "numeric", "text".</summary>
    public string InputMode { get; init; } = "text";

    /// <summary>The first choice of a select, which stands for not entered.</summary>
    public string Empty { get; init; } = "";

    /// <summary>Of the element, for links and labels.</summary>
    public string Id => FormFields.Id(Path);

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public string FaultText => Form.FaultText(Path);

    /// <summary>The elements that say more about it; null when none does.</summary>
    public string? DescribedBy => (Hint, FaultText) switch
    {
        (null, "") => null,
        (null, _) => $"fout-{Id}",
        (_, "") => $"uitleg-{Id}",
        _ => $"uitleg-{Id} fout-{Id}",
    };
}

/// <summary>One of the answers to choose from.</summary>
/// <param name="Value">As the API takes it.</param>
/// <param name="Words">As people read it.</param>
public sealed record Choice(string Value, string Words)
{
    /// <summary>From the pairs of <c>Labels</c>.</summary>
    public static IReadOnlyList<Choice> From(IEnumerable<(string Value, string Words)> pairs) =>
        [.. pairs.Select(pair => new Choice(pair.Value, pair.Words))];
}
