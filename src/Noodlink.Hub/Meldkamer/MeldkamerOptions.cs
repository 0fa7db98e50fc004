using System.ComponentModel.DataAnnotations;

namespace Noodlink.Hub.Meldkamer;

/// <summary>What the meldkamer gets and when (interfaces.md §2, section <c>Meldkamer</c>).</summary>
internal sealed class MeldkamerOptions
{
    internal const int TimeoutSecondsByDefault = 10;

    /// <summary>URIs. Empty: <c>spool:&lt;Station:DataDirectory&gt;/meldkamer</c>.</summary>
    public IList<string> Forwarders { get; } = [];

    /// <summary>The list with its default.</summary>
    public IReadOnlyList<string> ForwardersOr(string dataDirectory) =>
        Forwarders.Count > 0 ? [.. Forwarders] : [$"spool:{Path.Combine(dataDirectory, "meldkamer")}"];

    public MeldkamerRelease Release { get; set; } = MeldkamerRelease.Automatic;

    /// <summary>Exercise and Test also go to forwarders that leave this machine.</summary>
    public bool ForwardExercises { get; set; }

    /// <summary>PEM file with an authority of one's own, trusted beside those of the system by <c>https</c>
    /// forwarders.</summary>
    public string? CaFile { get; set; }

    /// <summary>How long one attempt over the network may take; three of them fit in the two minutes after which a
    /// forwarder counts as hanging.</summary>
    [Range(1, 30)] public int TimeoutSeconds { get; set; } = TimeoutSecondsByDefault;

    /// <summary>The meldkamer takes part in exercises: only then may one be recorded as accepted.</summary>
    public bool TakesPartInExercises { get; set; }
}

/// <summary>When forwarders get a noodmelding.</summary>
internal enum MeldkamerRelease
{
    /// <summary>At once.</summary>
    Automatic,

    /// <summary>After a person released it.</summary>
    AfterReview,
}
