using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Dutch;

/// <summary>Why the coördinatiepunt could not keep a message, for the person who sent it.</summary>
public static class RefusalText
{
    /// <summary>In lower case, to stand behind "Geweigerd – ".</summary>
    public static string Of(RefusalReason reason) => reason switch
    {
        RefusalReason.NewerVersion => Words.Refusal_NewerVersion,
        RefusalReason.Malformed => Words.Refusal_Malformed,
        RefusalReason.StorageFull => Words.Refusal_StorageFull,
        _ => Words.Refusal_Unknown,
    };
}
