namespace Noodlink.Protocol.Messages;

/// <summary>How many offers there are of one category.</summary>
/// <param name="Category">What is offered.</param>
/// <param name="Amount">Offers, 0..65535.</param>
public readonly record struct OfferCount(HelpCategory Category, ushort Amount);
