namespace Noodlink.Protocol.Messages;

/// <summary>Noodmelding: the message that Noodlink exists for. Never expires, is never dropped.</summary>
/// <param name="Facts">Services, type, danger to life and location are always there.</param>
/// <param name="References">Numbers of other messages that this one is about; usually empty.</param>
public sealed record Alarm(AlarmFacts Facts, ValueList<MessageNumber> References) : MessageBody
{
    public override Kind Kind => Kind.Alarm;
}

/// <summary>Aanvulling: the fields that changed, and nothing else.</summary>
/// <param name="References">At least one: the noodmelding that it completes.</param>
/// <param name="Changes">At least one field.</param>
public sealed record AlarmUpdate(ValueList<MessageNumber> References, AlarmFacts Changes) : MessageBody
{
    public override Kind Kind => Kind.AlarmUpdate;
}

/// <summary>Intrekking. It never removes what was already told to the meldkamer: then a person calls them.</summary>
/// <param name="References">At least one.</param>
/// <param name="Text">At most 140 code points.</param>
public sealed record AlarmCancel(ValueList<MessageNumber> References, CancelReason Reason, string? Text) : MessageBody
{
    public override Kind Kind => Kind.AlarmCancel;
}

/// <summary>The fields of a noodmelding (interfaces.md §3, domain.md §3a). Null means not entered, which is not the same
/// as the answer <c>Unknown</c>: someone was asked and did not know. The difference travels.</summary>
public sealed record AlarmFacts
{
    /// <summary>1. Wie is er nodig? One to four, without repeats, in the order entered.</summary>
    public ValueList<EmergencyService>? Services { get; init; }

    /// <summary>2. Waar is het?</summary>
    public Location? Location { get; init; }

    /// <summary>3. Wat is er?</summary>
    public AlarmType? Type { get; init; }

    /// <summary>4. Is iemand in levensgevaar? <c>Unknown</c> queues as yes and is shown as unknown.</summary>
    public Danger? DangerToLife { get; init; }

    /// <summary>5. Hoeveel mensen? 0..13; 14 means fourteen or more.</summary>
    public byte? Victims { get; init; }

    /// <summary>Not responding, 0..14.</summary>
    public byte? Unresponsive { get; init; }

    /// <summary>Trapped, 0..14.</summary>
    public byte? Trapped { get; init; }

    /// <summary>Children, 0..14.</summary>
    public byte? Children { get; init; }

    /// <summary>6. Gevaar voor hulpverleners. <see cref="Hazard.None"/> stands alone.</summary>
    public ValueList<Hazard>? Hazards { get; init; }

    /// <summary>7. Is het bereikbaar?</summary>
    public Access? Access { get; init; }

    /// <summary>8. Staat er iemand klaar?</summary>
    public Guide? Guide { get; init; }

    /// <summary>9. Wat is al gedaan?</summary>
    public ValueList<ActionTaken>? Actions { get; init; }

    /// <summary>10. Hoe weet u dit?</summary>
    public Source? Source { get; init; }

    /// <summary>11. Waar is de melder?</summary>
    public ReporterPresence? Reporter { get; init; }

    /// <summary>12. Taal: ISO 639-1, two lower-case letters.</summary>
    public string? Language { get; init; }

    /// <summary>12. Contact.</summary>
    public ValueList<Barrier>? Barriers { get; init; }

    /// <summary>13. Hoe lang geleden? Minutes before it was accepted, one of <see cref="AgeSteps"/>.</summary>
    public int? OccurredAgoMinutes { get; init; }

    /// <summary>14. Kwetsbare plek?</summary>
    public ValueList<VulnerableSite>? VulnerableSites { get; init; }

    /// <summary>Toelichting: at most 140 code points and 160 bytes of UTF-8, in NFC.</summary>
    public string? Text { get; init; }

    /// <summary>The steps that <see cref="OccurredAgoMinutes"/> is rounded up to (interfaces.md §3).</summary>
    public static ReadOnlySpan<int> AgeSteps => [0, 5, 10, 15, 30, 60, 120, 240, 480, 1440];

    /// <summary>These facts, with every field of <paramref name="changes"/> that is there in its place; a text is added
    /// below the text that stood, because an aanvulling never unsays anything.</summary>
    public AlarmFacts With(AlarmFacts changes) => new()
    {
        Services = changes.Services ?? Services,
        Location = changes.Location ?? Location,
        Type = changes.Type ?? Type,
        DangerToLife = changes.DangerToLife ?? DangerToLife,
        Victims = changes.Victims ?? Victims,
        Unresponsive = changes.Unresponsive ?? Unresponsive,
        Trapped = changes.Trapped ?? Trapped,
        Children = changes.Children ?? Children,
        Hazards = changes.Hazards ?? Hazards,
        Access = changes.Access ?? Access,
        Guide = changes.Guide ?? Guide,
        Actions = changes.Actions ?? Actions,
        Source = changes.Source ?? Source,
        Reporter = changes.Reporter ?? Reporter,
        Language = changes.Language ?? Language,
        Barriers = changes.Barriers ?? Barriers,
        OccurredAgoMinutes = changes.OccurredAgoMinutes ?? OccurredAgoMinutes,
        VulnerableSites = changes.VulnerableSites ?? VulnerableSites,
        Text = Text is null || changes.Text is null ? changes.Text ?? Text : $"{Text}\n{changes.Text}",
    };
}

// The values below travel on the wire: 0 is "not entered", 1 is Unknown where there is such an answer.

/// <summary>Who is needed; a bit in the core. <c>Unsure</c>: weet ik niet.</summary>
public enum EmergencyService : byte { Fire = 0, Ambulance = 1, Police = 2, Unsure = 3 }

/// <summary>What it is, as people say it (domain.md §3a); each pre-selects services, none is an urgency.</summary>
public enum AlarmType : byte
{
    Unknown = 1, BuildingFire, OutdoorFire, VehicleFire, GasOrSubstance, CarbonMonoxide, CardiacArrest, Unwell,
    MedicalDevice, Childbirth, Injury, TrafficInjury, TrafficDamage, PersonInWater, VehicleInWater, RailOrShip,
    LiftEntrapment, CollapseOrQuake, MissingPerson, Violence, Looting, Disturbance, SelfHarm, Suspicious, Flooding,
    StormDamage, UtilityFailure, AnimalInDistress, Other,
}

/// <summary>Is somebody's life in danger? Yes and Unknown make a noodmelding Flash.</summary>
public enum Danger : byte { Unknown = 1, Yes = 2, No = 3 }

/// <summary>A bit in the core.</summary>
public enum Hazard : byte
{
    None = 0, Fire = 1, Gas = 2, Co = 3, Chemical = 4, Power = 5, Water = 6, Collapse = 7, Violence = 8, Weapon = 9,
    Traffic = 10, Animal = 11,
}

/// <summary>Can helpers get there, and with what?</summary>
public enum Access : byte { Unknown = 1, Clear, Blocked, FootOnly, BoatOnly, HighVehicle }

/// <summary>Does somebody wait to show the way: at the road, or at the noodsteunpunt?</summary>
public enum Guide : byte { Unknown = 1, None, AtRoad, AtPoint }

/// <summary>A bit in the core.</summary>
public enum ActionTaken : byte { FirstAid = 0, Cpr, Aed, Extinguish, Evacuated, GasOff, PowerOff, Cordoned }

/// <summary>How does the reporter know: own eyes, from who it concerns, or by hearsay?</summary>
public enum Source : byte { Unknown = 1, Seen, FirstHand, Hearsay }

/// <summary>Where the reporter is now: can somebody still ask?</summary>
public enum ReporterPresence : byte { Unknown = 1, Waiting, WentBack, Left, Anonymous }

/// <summary>A bit in the core.</summary>
public enum Barrier : byte { Deaf = 0, NoSpeech = 1, Confused = 2 }

/// <summary>A bit in the core.</summary>
public enum VulnerableSite : byte { CareHome = 0, HomeCareDevice, School, Livestock, Industry }

/// <summary>Why a noodmelding is withdrawn; WrongContent: a new one follows.</summary>
public enum CancelReason : byte { Unknown = 1, Resolved, FalseReport, Duplicate, WrongContent, TakenOver }
