namespace Noodlink.Protocol.Messages;

/// <summary>Verzoek: a question of the hub about a noodmelding, or to a station.</summary>
/// <param name="From">The hub that asks, so that the station can show the number of the question.</param>
/// <param name="References">The noodmeldingen that it is about; may be empty.</param>
/// <param name="Question">A coded question, or null when the text asks.</param>
/// <param name="Text">At most 140 code points.</param>
public sealed record Request(StationId From, ValueList<MessageNumber> References, Question? Question, string? Text)
    : MessageBody
{
    public override Kind Kind => Kind.Request;

    public override StationId? Maker => From;
}

/// <summary>Antwoord.</summary>
/// <param name="References">The request that it answers, and possibly the noodmelding.</param>
/// <param name="Answer">Yes, no, unknown or a number; null when the text answers.</param>
public sealed record Reply(ValueList<MessageNumber> References, Answer? Answer, string? Text) : MessageBody
{
    public override Kind Kind => Kind.Reply;
}

/// <summary>The coded questions of domain.md §3a, so that an answer is one tap.</summary>
public enum Question : byte
{
    /// <summary>Another question, from newer software.</summary>
    Unknown = 0,

    /// <summary>Plaats preciezer?</summary>
    Q1 = 1,

    /// <summary>Nog gaande?</summary>
    Q2,

    /// <summary>Hoeveel gewonden?</summary>
    Q3,

    /// <summary>Nog levensgevaar?</summary>
    Q4,

    /// <summary>Iemand aan de weg?</summary>
    Q5,

    /// <summary>Is dit dezelfde als …?</summary>
    Q6,

    /// <summary>Kan de melder wachten?</summary>
    Q7,

    /// <summary>Bel of kom naar de portofoon.</summary>
    Q8,

    /// <summary>Welk hulpaanbod is er bij u? Asked of a station, about no noodmelding: the offers that it holds back from the
    /// radio may go there now. Questions to a station, not about a noodmelding, begin at 32.</summary>
    Offers = 32,
}

/// <summary>A coded answer.</summary>
/// <param name="Kind">What kind of answer.</param>
/// <param name="Value">0..65535, only with <see cref="AnswerKind.Number"/>.</param>
public readonly record struct Answer(AnswerKind Kind, ushort Value = 0);

/// <summary>What an answer is: only Number carries a value.</summary>
public enum AnswerKind : byte { Unknown = 1, Yes = 2, No = 3, Number = 4 }
