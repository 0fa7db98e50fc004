namespace Noodlink.Protocol.Wire;

/// <summary>The tags of the fields that follow the fixed part of a body. They never change meaning.</summary>
internal static class Tags
{
    public const byte Text = 0x01;
    public const byte References = 0x02;

    public const byte Street = 0x10;
    public const byte Number = 0x11;
    public const byte Postcode = 0x12;
    public const byte Place = 0x13;
    public const byte Gemeente = 0x14;
    public const byte Road = 0x15;

    /// <summary>Hectometre (2) and side (1) of a road that the core could not carry.</summary>
    public const byte RoadSpot = 0x16;

    public const byte Towards = 0x17;
    public const byte Spot = 0x18;
    public const byte Rd = 0x19;
    public const byte LocationText = 0x1A;

    /// <summary>Four digits of a postcode (2), where no more is wanted.</summary>
    public const byte Postcode4 = 0x1B;

    public const byte ServicesOrder = 0x20;
    public const byte HazardsOrder = 0x21;
    public const byte ActionsOrder = 0x22;
    public const byte BarriersOrder = 0x23;
    public const byte SitesOrder = 0x24;

    public const byte Minutes = 0x30;
    public const byte MeldkamerNumber = 0x31;
    public const byte Name = 0x32;
    public const byte RoleOut = 0x34;
    public const byte RoleIn = 0x35;
    public const byte HeldOffers = 0x36;
}
