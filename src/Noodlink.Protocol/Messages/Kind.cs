namespace Noodlink.Protocol.Messages;

/// <summary>What a message is. The values travel on the wire (5 bits) and never change meaning.</summary>
public enum Kind : byte
{
    /// <summary>Noodmelding: someone needs the fire service, an ambulance or the police. Station to hub.</summary>
    Alarm = 1,

    /// <summary>Aanvulling on a noodmelding: changed fields or text.</summary>
    AlarmUpdate = 2,

    /// <summary>Intrekking of a noodmelding, with a reason.</summary>
    AlarmCancel = 3,

    /// <summary>Verzoek: a question of the hub. Hub to station.</summary>
    Request = 4,

    /// <summary>Antwoord to a request. Station to hub.</summary>
    Reply = 5,

    /// <summary>Situatierapport of a noodsteunpunt. Station to hub.</summary>
    SituationReport = 6,

    /// <summary>Ontvangstbevestiging. Level Device is a signal, the other levels are numbered messages.</summary>
    Receipt = 7,

    /// <summary>Hartslag: signal, station to hub and hub to station.</summary>
    Heartbeat = 8,

    /// <summary>Testbericht: signal that is answered with a Device receipt.</summary>
    LinkTest = 9,

    /// <summary>The hub asks for ranges of numbers that it misses; or either side asks on the radio what the other has.
    /// Signal.</summary>
    Poll = 10,

    /// <summary>Baken: the hub's plan of a round and its answers to the last one. Signal to everybody, under the network
    /// key.</summary>
    Beacon = 11,

    /// <summary>The network key, hub to each station under the station's own key. Numbered.</summary>
    NetworkKey = 12,

    /// <summary>Bulletin for residents or staff. Hub to station.</summary>
    Bulletin = 13,

    /// <summary>Oefening start/stop. Hub to station.</summary>
    ExerciseControl = 14,

    /// <summary>Hulpvraag, niet spoed. Station to hub.</summary>
    HelpRequest = 15,

    /// <summary>Hulpaanbod. Station to hub.</summary>
    HelpOffer = 16,

    /// <summary>Voorraad en capaciteit. Station to hub.</summary>
    StockReport = 17,

    /// <summary>Dienstoverdracht, the summary. Station to hub.</summary>
    ShiftHandover = 18,

    /// <summary>Koppeling of a request and an offer. Both ways.</summary>
    MatchNote = 19,
}

/// <summary>Is this for real? In the first byte of every frame, sealed, immutable, shown everywhere.</summary>
public enum MessageStatus : byte
{
    /// <summary>ECHT.</summary>
    Actual = 1,

    /// <summary>OEFENING: people practise.</summary>
    Exercise = 2,

    /// <summary>TEST: a technician tries the link.</summary>
    Test = 3,
}

/// <summary>The order in which messages leave (domain.md §3a); lower goes first.</summary>
public enum Precedence : byte
{
    /// <summary>Levensgevaar: danger to life yes or unknown.</summary>
    Flash = 0,

    /// <summary>Nood: a noodmelding without danger to life.</summary>
    Emergency = 1,

    /// <summary>Dringend.</summary>
    Priority = 2,

    /// <summary>Gewoon.</summary>
    Routine = 3,

    /// <summary>Als er ruimte is.</summary>
    Welfare = 4,
}
