using Noodlink.Station.Bearers;

namespace Noodlink.Station.Dutch;

/// <summary>How the radio is doing, in the words of node and hub.</summary>
/// <remarks>As <see cref="Labels"/>.</remarks>
public static class RadioText
{
    /// <summary>Behind the word "Radio".</summary>
    /// <param name="radio">Null: this station has none.</param>
    public static string Of(BearerStatus? radio) => radio switch
    {
        null => "niet aangesloten",
        { Up: false } => "uit",
        { Silent: true } => "modem zwijgt",
        // Rounded down: never more than there is.
        { AirtimeLeftPercent: { } percent } => $"aan, nog {Math.Floor(percent):0} % zendtijd dit uur",
        _ => "aan",
    };
}
