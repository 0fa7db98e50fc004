using Noodlink.Protocol.Json;

namespace Noodlink.Station.Dutch;

/// <summary>What is wrong with the fields of a posted message, and what to do about it.</summary>
/// <remarks>Pure; call from any thread.</remarks>
public static class FaultText
{
    /// <summary>Sentences by path, as the API and the forms give them back (interfaces.md §3).</summary>
    public static IReadOnlyDictionary<string, string[]> Of(IReadOnlyDictionary<string, FieldFault[]> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        return faults.ToDictionary(
            entry => entry.Key, entry => Array.ConvertAll(entry.Value, Of), StringComparer.Ordinal);
    }

    /// <summary>One or more whole sentences.</summary>
    public static string Of(FieldFault fault) => fault.Kind switch
    {
        FieldFaultKind.Mandatory => Words.Fault_Mandatory,
        FieldFaultKind.UnknownField => Words.Fault_UnknownField,
        FieldFaultKind.NotObject => Words.Fault_NotObject,
        FieldFaultKind.NotList => Words.Fault_NotList,
        FieldFaultKind.NotText => Words.Fault_NotText,
        FieldFaultKind.NotWholeNumber => Words.Fault_NotWholeNumber,
        FieldFaultKind.NotNumber => Words.Fault_NotNumber,
        FieldFaultKind.NotYesNo => Words.Fault_NotYesNo,
        FieldFaultKind.BadCharacter => Words.Fault_BadCharacter,
        FieldFaultKind.TooLong => Say.It(Words.Fault_TooLong, fault.Most),
        FieldFaultKind.Range => Say.It(Words.Fault_Range, fault.Least, fault.Most),
        FieldFaultKind.OneOf => Say.It(Words.Fault_OneOf, string.Join(", ", fault.Words ?? [])),
        FieldFaultKind.AtMost => Say.It(Words.Fault_AtMost, fault.Most),
        FieldFaultKind.OneAtLeast => Words.Fault_OneAtLeast,
        FieldFaultKind.Repeated => Words.Fault_Repeated,
        FieldFaultKind.NoneAlone => Words.Fault_NoneAlone,
        FieldFaultKind.NotPostcode => Words.Fault_NotPostcode,
        FieldFaultKind.NotHectometre => Words.Fault_NotHectometre,
        FieldFaultKind.NotLanguage => Words.Fault_NotLanguage,
        FieldFaultKind.NotMessageNumber => Words.Fault_NotMessageNumber,
        FieldFaultKind.NotStation => Words.Fault_NotStation,
        FieldFaultKind.NotStationsOrAll => Words.Fault_NotStationsOrAll,
        FieldFaultKind.NotMoment => Words.Fault_NotMoment,
        FieldFaultKind.NotAnswer => Words.Fault_NotAnswer,
        FieldFaultKind.StillToCome => Words.Fault_StillToCome,
        FieldFaultKind.EndBeforeBegin => Words.Fault_EndBeforeBegin,
        FieldFaultKind.NoPlace => Words.Fault_NoPlace,
        FieldFaultKind.NothingSaid => Words.Fault_NothingSaid,
        FieldFaultKind.NoChange => Words.Fault_NoChange,
        FieldFaultKind.QuestionOrText => Words.Fault_QuestionOrText,
        FieldFaultKind.AnswerOrText => Words.Fault_AnswerOrText,
        FieldFaultKind.OnlyAtTheDesk => Words.Fault_OnlyAtTheDesk,
        FieldFaultKind.ReplacesItself => Words.Fault_ReplacesItself,
        FieldFaultKind.OnlyAtStart => Words.Fault_OnlyAtStart,
        FieldFaultKind.OnlyWithSkill => Words.Fault_OnlyWithSkill,
        FieldFaultKind.RequestAndOffer => Words.Fault_RequestAndOffer,
        FieldFaultKind.OnlyTest => Words.Fault_OnlyTest,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "A fault without words."),
    };
}
