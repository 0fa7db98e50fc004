using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Dutch;

/// <summary>Why the coördinatiepunt could not keep a message, for the person who sent it.</summary>
public static class RefusalText
{
    /// <summary>In lower case, to stand behind "Geweigerd – ".</summary>
    public static string Of(RefusalReason reason) => reason switch
    {
        RefusalReason.NewerVersion => "het coördinatiepunt heeft een ouder programma",
        RefusalReason.Malformed => "het bericht is niet te lezen",
        RefusalReason.StorageFull => "het coördinatiepunt heeft geen ruimte meer",
        _ => "onbekende reden",
    };
}
