namespace Noodlink.Protocol.Messages;

/// <summary>Dienstoverdracht: the summary for the coördinatiepunt (domain.md §3a); the page itself stays at the
/// noodsteunpunt. Station to hub. Roles, never names.</summary>
/// <param name="RoleOut">Who leaves, at most 40 code points; null: nobody was there before.</param>
/// <param name="RoleIn">Who comes, at most 40 code points.</param>
/// <param name="OpenAlarms">Noodmeldingen that are not finished, 0..65535.</param>
/// <param name="OpenRequests">Hulpvragen that are not finished, 0..65535.</param>
/// <param name="Waiting">Messages that have not left yet, 0..65535.</param>
/// <param name="Text">At most 140 code points.</param>
public sealed record ShiftHandover(
    string? RoleOut, string RoleIn, ushort OpenAlarms, ushort OpenRequests, ushort Waiting, string? Text) : MessageBody
{
    public override Kind Kind => Kind.ShiftHandover;
}
