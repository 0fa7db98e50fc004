namespace Noodlink.Protocol.Radio;

/// <summary>What a relay has overheard about another noodsteunpunt. Forgotten after
/// <see cref="RelayMemory.Kept"/>.</summary>
internal sealed class RelayedStation
{
    /// <summary>The end of the last frame that came from its own antenna. Null: none did.</summary>
    public Instant? OwnHeardAt { get; set; }

    /// <summary>Anything of it or for it.</summary>
    public Instant HeardAt { get; set; }

    /// <summary>We passed on a frame of it or for it; until then we carry its signals too. Null: not.</summary>
    public Instant? ViaUntil { get; set; }

    /// <summary>The hub answers it without our help. Null: not that we know.</summary>
    public Instant? DirectUntil { get; set; }

    /// <summary>The hub answered only after a relay had passed its frame on. Null: not that we know.</summary>
    public Instant? BehindUntil { get; set; }

    /// <summary>It sent something that nobody answered yet.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Since its last own transmission a copy was on the air.</summary>
    public bool IsCopied { get; set; }

    /// <summary>Transmissions in a row without an answer.</summary>
    public int Unanswered { get; set; }

    /// <summary>Copies of ours in a row without an answer: another should try.</summary>
    public int Vain { get; set; }

    /// <summary>The hub's last receipt for it that we passed on, for a station that did not hear it and
    /// repeats.</summary>
    public (LinkHeader Link, ReadOnlyMemory<byte> Frame, Instant At, int Repeats)? Answer { get; set; }

    /// <summary>Copies by others of what we copied too: so many more may do so with the answer.</summary>
    public int Rivals { get; set; }

    /// <summary>When its burst is passed on, drawn once for the whole of it; null: not by us.</summary>
    public Instant? Lot { get; set; }

    /// <summary>The end of that burst.</summary>
    public Instant LotUntil { get; set; } = Instant.Zero;

    /// <summary>The end of our last copy upward, and its hop.</summary>
    public Instant CopyAt { get; set; } = Instant.Zero;

    public int CopyHop { get; set; } = LinkHeader.HopMax;

    /// <summary>Another relay passed our last copy on.</summary>
    public bool IsCarriedOn { get; set; }

    /// <summary>The hub answered what came through us: most likely nobody else needs to carry it.</summary>
    public bool IsConfirmed { get; set; }

    public bool IsVia(Instant now) => ViaUntil > now;

    public bool IsDirect(Instant now) => DirectUntil > now;

    public bool IsBehind(Instant now) => BehindUntil > now;

    /// <summary>The hub's receipt for it was heard.</summary>
    /// <param name="hop">At this hop; 0: from the hub itself.</param>
    /// <param name="atHub">How soon the hub answers.</param>
    public void Answered(int hop, TimeSpan atHub, Instant now)
    {
        if (!IsWaiting) return;
        if (IsVia(now) && (now - CopyAt <= atHub || (hop > 0 && IsCarriedOn))) IsConfirmed = true;
        if (IsCopied) (BehindUntil, DirectUntil) = (now + RelayMemory.Kept, null);
        else if (hop == 0) (BehindUntil, DirectUntil) = (null, now + HubDistance.KnownFor);
        IsWaiting = false;
        Unanswered = Vain = 0;
    }
}
