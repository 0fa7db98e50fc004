namespace Noodlink.Protocol.Json;

/// <summary>What can be wrong with a field of a posted message. The words for people are the station's.</summary>
public enum FieldFaultKind
{
    /// <summary>It is not filled in, and must be.</summary>
    Mandatory = 0,

    /// <summary>There is no field of this name here.</summary>
    UnknownField,

    /// <summary>Another kind of JSON value is meant.</summary>
    NotObject,
    NotList,
    NotText,
    NotWholeNumber,
    NotNumber,
    NotYesNo,

    /// <summary>A control character, or half of one: no road can carry it.</summary>
    BadCharacter,

    /// <summary>More code points than <see cref="FieldFault.Most"/>, or more bytes than
    /// <see cref="FieldFault.Bytes"/>.</summary>
    TooLong,

    /// <summary>Not a whole number of <see cref="FieldFault.Least"/>..<see cref="FieldFault.Most"/>.</summary>
    Range,

    /// <summary>None of <see cref="FieldFault.Words"/>.</summary>
    OneOf,

    /// <summary>A list with more than <see cref="FieldFault.Most"/> items.</summary>
    AtMost,

    /// <summary>A list without items.</summary>
    OneAtLeast,

    /// <summary>An item of a list that is there already.</summary>
    Repeated,

    /// <summary>"None" beside something else.</summary>
    NoneAlone,

    /// <summary>Not written as such a thing is.</summary>
    NotPostcode,
    NotHectometre,
    NotLanguage,
    NotMessageNumber,
    NotStation,
    NotStationsOrAll,
    NotMoment,
    NotAnswer,

    /// <summary>A moment that has not been yet.</summary>
    StillToCome,

    /// <summary>An end that is no later than the beginning.</summary>
    EndBeforeBegin,

    /// <summary>A location that says nothing about where it is.</summary>
    NoPlace,

    /// <summary>A report without any field.</summary>
    NothingSaid,

    /// <summary>An update in which nothing is new.</summary>
    NoChange,

    /// <summary>Neither a question nor a text; neither an answer nor a text.</summary>
    QuestionOrText,
    AnswerOrText,

    /// <summary>On behalf of the coördinatiepunt itself, and not told at its desk.</summary>
    OnlyAtTheDesk,

    /// <summary>A bulletin that replaces itself.</summary>
    ReplacesItself,

    /// <summary>Minutes of an exercise that stops.</summary>
    OnlyAtStart,

    /// <summary>A skill in another category.</summary>
    OnlyWithSkill,

    /// <summary>Not the number of a request and then that of an offer.</summary>
    RequestAndOffer,

    /// <summary>A link test that is not a Test.</summary>
    OnlyTest,
}
