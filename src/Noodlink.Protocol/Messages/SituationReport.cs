namespace Noodlink.Protocol.Messages;

/// <summary>Situatierapport: how the noodsteunpunt itself is doing (domain.md §3a and example 14).</summary>
public sealed record SituationReport : MessageBody
{
    public override Kind Kind => Kind.SituationReport;

    /// <summary>Is the point open to residents?</summary>
    public bool? Open { get; init; }

    /// <summary>Volunteers on duty, 0..255.</summary>
    public byte? Staff { get; init; }

    /// <summary>People present, 0..65535.</summary>
    public ushort? Present { get; init; }

    /// <summary>Where the electricity comes from.</summary>
    public PowerSource? Power { get; init; }

    /// <summary>Hours that the power will last, 0..255.</summary>
    public byte? PowerHours { get; init; }

    /// <summary>The LAN, as people there see it.</summary>
    public LinkQuality? Lan { get; init; }

    /// <summary>The radio, as people there see it.</summary>
    public LinkQuality? Radio { get; init; }

    /// <summary>Is 112 reachable here?</summary>
    public Reachable112? Reach112 { get; init; }

    /// <summary>At most 140 code points.</summary>
    public string? Text { get; init; }
}

/// <summary>Where a noodsteunpunt gets its electricity.</summary>
public enum PowerSource : byte { Unknown = 1, Mains, Generator, Battery, Solar, None }

/// <summary>How well a link works, in the words of a volunteer.</summary>
public enum LinkQuality : byte { Unknown = 1, Good, Poor, Off }

/// <summary>Does 112 answer?</summary>
public enum Reachable112 : byte { Unknown = 1, Yes, Sometimes, No }
