namespace Noodlink.Station.Dutch;

/// <summary>The questions of the noodmelding form, with the numbers that also stand on the paper form (domain.md
/// §3a), so that a paper sheet can be typed in, or read aloud over the portofoon, in the same order.</summary>
public static class FormLabels
{
    public const string Services = "1. Wie is er nodig?";
    public const string Location = "2. Waar is het?";
    public const string Type = "3. Wat is er?";
    public const string Danger = "4. Is iemand in levensgevaar?";
    public const string People = "5. Hoeveel mensen?";
    public const string Hazards = "6. Gevaar voor hulpverleners";
    public const string Access = "7. Is het bereikbaar?";
    public const string Guide = "8. Staat er iemand klaar?";
    public const string Actions = "9. Wat is al gedaan?";
    public const string Source = "10. Hoe weet u dit?";
    public const string Reporter = "11. Waar is de melder?";
    public const string Contact = "12. Taal / contact";
    public const string OccurredAgo = "13. Hoe lang geleden?";
    public const string VulnerableSite = "14. Kwetsbare plek?";
    public const string Text = "Toelichting";
}
