namespace Noodlink.Protocol.Messages;

/// <summary>Hulpvraag, niet spoed: what residents need (domain.md §3a and example 12). Station to hub. Never names.</summary>
/// <param name="Category">What; one that <see cref="HelpCategories.CanBeAsked"/>.</param>
/// <param name="Amount">For how many people or how many pieces, 1..9999.</param>
/// <param name="Place">Four digits of a postcode ("9919") or the name of a place ("Loppersum"), at most 80 code points.
/// Never a whole address: who it is for is known at the noodsteunpunt.</param>
/// <param name="NeededBeforeMinutes">1..10080 minutes from the moment that the message was made; null: no moment. Not a
/// time of the clock, because the clocks of the two sides may differ.</param>
/// <param name="References">Usually empty; an offer that it belongs to, or an earlier request.</param>
/// <param name="Text">At most 140 code points.</param>
public sealed record HelpRequest(
    HelpCategory Category, ushort Amount, string Place, ushort? NeededBeforeMinutes,
    ValueList<MessageNumber> References, string? Text) : MessageBody
{
    public override Kind Kind => Kind.HelpRequest;
}
