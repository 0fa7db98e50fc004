namespace Noodlink.Station.Dutch;

/// <summary>The questions of the noodmelding form, with the numbers that also stand on the paper form (domain.md
/// §3a), so that a paper sheet can be typed in, or read aloud over the portofoon, in the same order.</summary>
public static class FormLabels
{
    /// <summary>Question 1 of the form.</summary>
    public static string Services => Words.Ask_Services;

    /// <summary>Question 2 of the form.</summary>
    public static string Location => Words.Ask_Location;

    /// <summary>Question 3 of the form.</summary>
    public static string Type => Words.Ask_Type;

    /// <summary>Question 4 of the form.</summary>
    public static string Danger => Words.Ask_Danger;

    /// <summary>Question 5 of the form.</summary>
    public static string People => Words.Ask_People;

    /// <summary>Question 6 of the form.</summary>
    public static string Hazards => Words.Ask_Hazards;

    /// <summary>Question 7 of the form.</summary>
    public static string Access => Words.Ask_Access;

    /// <summary>Question 8 of the form.</summary>
    public static string Guide => Words.Ask_Guide;

    /// <summary>Question 9 of the form.</summary>
    public static string Actions => Words.Ask_Actions;

    /// <summary>Question 10 of the form.</summary>
    public static string Source => Words.Ask_Source;

    /// <summary>Question 11 of the form.</summary>
    public static string Reporter => Words.Ask_Reporter;

    /// <summary>Question 12 of the form.</summary>
    public static string Contact => Words.Ask_Contact;

    /// <summary>Question 13 of the form.</summary>
    public static string OccurredAgo => Words.Ask_OccurredAgo;

    /// <summary>Question 14 of the form.</summary>
    public static string VulnerableSite => Words.Ask_VulnerableSite;

    /// <summary>The free text below the questions.</summary>
    public static string Text => Words.Ask_Text;
}
