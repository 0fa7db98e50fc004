using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Dutch;

/// <summary>Dutch words for what is about a message rather than in a noodmelding: kind, state, status, order, receipts, the
/// questions of the coördinatiepunt and the situatierapport.</summary>
/// <remarks>As <see cref="Labels"/>.</remarks>
public static class MessageLabels
{
    /// <summary>With a capital: it heads a list or a page.</summary>
    public static string Of(Kind kind) => kind switch
    {
        Kind.Alarm => Words.Label_KindAlarm,
        Kind.AlarmUpdate => Words.Label_KindAlarmUpdate,
        Kind.AlarmCancel => Words.Label_KindAlarmCancel,
        Kind.Request => Words.Label_KindRequest,
        Kind.Reply => Words.Label_KindReply,
        Kind.SituationReport => Words.Label_KindSituationReport,
        Kind.Receipt => Words.Label_KindReceipt,
        Kind.Heartbeat => Words.Label_KindHeartbeat,
        Kind.LinkTest => Words.Label_KindLinkTest,
        Kind.Poll => Words.Label_KindPoll,
        Kind.Beacon => Words.Label_KindBeacon,
        Kind.NetworkKey => Words.Label_KindNetworkKey,
        Kind.Bulletin => Words.Label_KindBulletin,
        Kind.ExerciseControl => Words.Label_KindExerciseControl,
        Kind.HelpRequest => Words.Label_KindHelpRequest,
        Kind.HelpOffer => Words.Label_KindHelpOffer,
        Kind.StockReport => Words.Label_KindStockReport,
        Kind.ShiftHandover => Words.Label_KindShiftHandover,
        Kind.MatchNote => Words.Label_KindMatchNote,
        _ => Words.Label_KindUnknown,
    };

    /// <summary>How far a message is, in the words of interfaces.md §5; a reason may stand behind them.</summary>
    public static string Of(MessageState state) => state switch
    {
        MessageState.Draft => Words.State_Draft,
        MessageState.Queued => Words.State_Queued,
        MessageState.Sending => Words.State_Sending,
        MessageState.DeliveredDevice => Words.State_DeliveredDevice,
        MessageState.SeenByHuman => Words.State_SeenByHuman,
        MessageState.QueryOpen => Words.State_QueryOpen,
        MessageState.Forwarded => Words.State_Forwarded,
        MessageState.AcceptedControlRoom => Words.State_AcceptedControlRoom,
        MessageState.AcceptedDelayed => Words.State_AcceptedDelayed,
        MessageState.EnRoute => Words.State_EnRoute,
        MessageState.OnScene => Words.State_OnScene,
        MessageState.Closed => Words.State_Closed,
        MessageState.Cancelled => Words.State_Cancelled,
        MessageState.Unconfirmed => Words.State_Unconfirmed,
        MessageState.Refused => Words.State_Refused,
        MessageState.NotForwarded => Words.State_NotForwarded,
        _ => Words.State_Unknown,
    };

    /// <summary>The same of what a station sent itself, as far as that says more.</summary>
    /// <param name="unheard">Of a noodmelding: the hub was not heard since it left, on any bearer.</param>
    /// <param name="held">Of an offer of help: it stays off the radio (<see cref="HeldOffers"/>).</param>
    public static string OfOwn(MessageState state, bool unheard, bool held) => state switch
    {
        MessageState.Queued or MessageState.Sending when held => Words.State_Held,
        MessageState.Sending when unheard => Words.State_Unheard,
        _ => Of(state),
    };

    /// <summary>In capitals, as it stands everywhere (domain.md §3e, E2).</summary>
    public static string Of(MessageStatus status) => status switch
    {
        MessageStatus.Actual => Words.Label_MessageStatusActual,
        MessageStatus.Exercise => Words.Label_MessageStatusExercise,
        MessageStatus.Test => Words.Label_MessageStatusTest,
        _ => Words.Label_MessageStatusUnknown,
    };

    public static string Of(Precedence precedence) => precedence switch
    {
        Precedence.Flash => Words.Label_PrecedenceFlash,
        Precedence.Emergency => Words.Label_PrecedenceEmergency,
        Precedence.Priority => Words.Label_PrecedencePriority,
        Precedence.Routine => Words.Label_PrecedenceRoutine,
        Precedence.Welfare => Words.Label_PrecedenceWelfare,
        _ => Labels.Unknown,
    };

    /// <summary>How a message came in.</summary>
    public static string Of(BearerName bearer) => bearer switch
    {
        BearerName.Mqtt => Words.Label_BearerNameMqtt,
        BearerName.Radio => Words.Label_BearerNameRadio,
        BearerName.Courier => Words.Label_BearerNameCourier,
        BearerName.Voice => Words.Label_BearerNameVoice,
        BearerName.Paper => Words.Label_BearerNamePaper,
        BearerName.WalkIn => Words.Label_BearerNameWalkIn,
        _ => Labels.Unknown,
    };

    /// <summary>How the meldkamer was spoken to.</summary>
    public static string Of(MeldkamerChannel channel) => channel switch
    {
        MeldkamerChannel.C2000 => Words.Label_MeldkamerChannelC2000,
        MeldkamerChannel.Phone => Words.Label_MeldkamerChannelPhone,
        MeldkamerChannel.Courier => Words.Label_MeldkamerChannelCourier,
        MeldkamerChannel.Digital => Words.Label_MeldkamerChannelDigital,
        MeldkamerChannel.Other => Words.Label_MeldkamerChannelOther,
        _ => Labels.Unknown,
    };

    /// <summary>The whole question, as the noodsteunpunt reads it (domain.md §3a, request codes).</summary>
    public static string Of(Question question) => question switch
    {
        Question.Q1 => Words.Label_QuestionQ1,
        Question.Q2 => Words.Label_QuestionQ2,
        Question.Q3 => Words.Label_QuestionQ3,
        Question.Q4 => Words.Label_QuestionQ4,
        Question.Q5 => Words.Label_QuestionQ5,
        Question.Q6 => Words.Label_QuestionQ6,
        Question.Q7 => Words.Label_QuestionQ7,
        Question.Q8 => Words.Label_QuestionQ8,
        Question.Offers => Words.Label_QuestionOffers,
        _ => Words.Label_QuestionUnknown,
    };

    public static string Of(Answer answer) => answer.Kind switch
    {
        AnswerKind.Yes => Words.Label_AnswerKindYes,
        AnswerKind.No => Words.Label_AnswerKindNo,
        AnswerKind.Number => $"{answer.Value}",
        _ => Words.Label_AnswerUnknown,
    };

    public static string Of(RefusalReason reason) => reason switch
    {
        RefusalReason.NewerVersion => Words.Label_RefusalReasonNewerVersion,
        RefusalReason.Malformed => Words.Label_RefusalReasonMalformed,
        RefusalReason.StorageFull => Words.Label_RefusalReasonStorageFull,
        _ => Labels.Unknown,
    };

    public static string Of(PowerSource source) => source switch
    {
        PowerSource.Mains => Words.Label_PowerSourceMains,
        PowerSource.Generator => Words.Label_PowerSourceGenerator,
        PowerSource.Battery => Words.Label_PowerSourceBattery,
        PowerSource.Solar => Words.Label_PowerSourceSolar,
        PowerSource.None => Words.Label_PowerSourceNone,
        _ => Labels.Unknown,
    };

    public static string Of(LinkQuality quality) => quality switch
    {
        LinkQuality.Good => Words.Label_LinkQualityGood,
        LinkQuality.Poor => Words.Label_LinkQualityPoor,
        LinkQuality.Off => Words.Label_LinkQualityOff,
        _ => Labels.Unknown,
    };

    /// <summary>The answer to "Is 112 hier bereikbaar?".</summary>
    public static string Of(Reachable112 reachable) => reachable switch
    {
        Reachable112.Yes => Words.Label_Reachable112Yes,
        Reachable112.Sometimes => Words.Label_Reachable112Sometimes,
        Reachable112.No => Words.Label_Reachable112No,
        _ => Labels.Unknown,
    };
}
