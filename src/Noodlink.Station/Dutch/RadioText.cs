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
        null => Words.Radio_None,
        { Up: false } => Words.Radio_Off,
        { Silent: true } => Words.Radio_Silent,
        // Rounded down: never more than there is.
        { AirtimeLeftPercent: { } percent } => Say.It(Words.Radio_Airtime, $"{Math.Floor(percent):0}"),
        _ => Words.Radio_On,
    };
}
