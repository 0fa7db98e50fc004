namespace Noodlink.Protocol.Radio;

/// <summary>What the other side wants to know: what is here of one sender's epoch.</summary>
/// <param name="Sender">Station number of the sender of those messages.</param>
/// <param name="First">A poll: name what is here from this serial on. A burst: its lowest serial.</param>
/// <param name="Last">A burst: its highest serial.</param>
/// <param name="IsPoll">Answered also when nothing is here.</param>
/// <param name="Urgent">About a noodmelding: the answer may use the reserve.</param>
public readonly record struct RadioQuestion(ushort Sender, ushort Epoch, uint First, uint Last, bool IsPoll, bool Urgent)
{
    /// <summary>Name at most what is here up to this serial: what one receipt covers anyway, or the burst as far as it
    /// goes.</summary>
    public uint NameUpTo => IsPoll ? uint.MaxValue : Math.Max(Last, First + 32);

    /// <summary>A burst: the answer begins at the last serial that is here below the first, if it is no lower than this. So
    /// the receipt covers those too that were lost before the first that came.</summary>
    public uint BeginFrom => IsPoll ? First : First <= 16 ? 1 : First - 16;
}

/// <summary>The receiver's half of a session: gathers what came in, until the other side listens.</summary>
internal sealed class RadioAnswers
{
    private readonly List<RadioQuestion> _questions = [];
    private Instant _notBefore = Instant.Never;
    private Instant _burstEnds;

    /// <summary>Answer no sooner.</summary>
    public Instant Due => _questions.Count == 0 ? Instant.Never : Instant.Max(_notBefore, _burstEnds);

    public IReadOnlyList<RadioQuestion> Questions => _questions;

    public void Received(RadioQuestion about, TimeSpan following, Instant notBefore, Instant now)
    {
        Add(about);
        _notBefore = Instant.Min(_notBefore, notBefore);
        _burstEnds = now + following;
    }

    /// <summary>A poll is the last frame of its turn, and always answered.</summary>
    public void Polled(RadioQuestion about, Instant now)
    {
        Add(about);
        _notBefore = _burstEnds = now;
    }

    public void Clear()
    {
        _questions.Clear();
        _notBefore = Instant.Never;
    }

    private void Add(RadioQuestion about)
    {
        var at = _questions.FindIndex(other => other.Sender == about.Sender && other.Epoch == about.Epoch);
        if (at < 0)
        {
            _questions.Add(about);
            return;
        }

        var known = _questions[at];
        _questions[at] = known with
        {
            First = Math.Min(known.First, about.First), Last = Math.Max(known.Last, about.Last),
            IsPoll = known.IsPoll || about.IsPoll, Urgent = known.Urgent || about.Urgent,
        };
    }
}
