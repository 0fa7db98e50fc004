namespace Noodlink.Protocol.Messages;

/// <summary>Hulpaanbod: what residents can do or have (domain.md §3a and example 13). Station to hub. It is shown and may be
/// linked to a request; nobody is sent.</summary>
/// <param name="Category">What.</param>
/// <param name="Skill">Only with <see cref="HelpCategory.Skill"/>: which; null: not entered.</param>
/// <param name="Amount">How many people or pieces, 1..9999.</param>
/// <param name="Place">As of a <see cref="HelpRequest"/>.</param>
/// <param name="FromMinutes">0..10080 minutes from the moment that the message was made; null: from now on.</param>
/// <param name="UntilMinutes">1..10080 minutes, after <paramref name="FromMinutes"/>; null: no end.</param>
/// <param name="References">Usually empty; a request that it answers.</param>
/// <param name="Text">At most 140 code points.</param>
public sealed record HelpOffer(
    HelpCategory Category, HelpSkill? Skill, ushort Amount, string Place, ushort? FromMinutes, ushort? UntilMinutes,
    ValueList<MessageNumber> References, string? Text) : MessageBody
{
    public override Kind Kind => Kind.HelpOffer;
}
