using Noodlink.Protocol.Messages;

namespace Noodlink.Hub.Meldkamer;

/// <summary>Which forwarder gets which version, and when again after a failure. Pure.</summary>
internal sealed record ForwardingPolicy(MeldkamerRelease Release, bool ForwardExercises)
{
    /// <summary>The longest wait between two attempts: a meldkamer that comes back has everything within this
    /// time.</summary>
    public static TimeSpan RetryMax { get; } = TimeSpan.FromSeconds(60);

    public static ForwardingPolicy Of(MeldkamerOptions options) => new(options.Release, options.ForwardExercises);

    /// <summary>May this forwarder have it now?</summary>
    /// <param name="forwarder">Exercises and tests do not leave this machine unless the configuration says
    /// so.</param>
    /// <param name="released">A person released the noodmelding; only asked under AfterReview.</param>
    public bool Allows(Forwarder forwarder, MessageStatus status, bool released) =>
        (Release == MeldkamerRelease.Automatic || released)
        && (status == MessageStatus.Actual || ForwardExercises || forwarder.StaysHere);

    /// <summary>How long to wait after the so-manieth failed attempt of one version at one forwarder: 1 s,
    /// doubling, at most
    /// <see cref="RetryMax"/>. Counted per version, so that one that keeps failing never holds up another.</summary>
    /// <param name="failedAttempts">Failed so far, as kept on disk; 0 or less: at once.</param>
    public static TimeSpan RetryDelay(int failedAttempts) => failedAttempts switch
    {
        <= 0 => TimeSpan.Zero,
        > 6 => RetryMax,
        _ => TimeSpan.FromSeconds(1 << (failedAttempts - 1)),
    };
}
