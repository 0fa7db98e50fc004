namespace Noodlink.Station;

/// <summary>Node: a noodmelding was read aloud over the portofoon. A note of the operator: what the coördinatiepunt has, only
/// its receipts say.</summary>
/// <param name="AnsweredBy">A role or a call name, at most 40 code points.</param>
/// <param name="At">When; null: now.</param>
/// <param name="MeldkamerNumber">The meldkamer's own number, when it was told.</param>
/// <param name="By">The role that read it; null: the noodsteunpunt.</param>
/// <param name="IdempotencyKey">As of a <see cref="Draft"/>.</param>
/// <param name="RequestHash">As of a <see cref="Draft"/>.</param>
public sealed record ReadAloud(
    string AnsweredBy, DateTimeOffset? At = null, string? MeldkamerNumber = null, string? By = null,
    string? IdempotencyKey = null, byte[]? RequestHash = null)
{
    /// <summary>Notes of one message that are kept.</summary>
    public const int NotesMax = 50;
}
