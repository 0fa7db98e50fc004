using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

/// <summary>Bodies as bytes: what is sealed. One codec per kind stands beside this file; the format is in
/// Protocol/README.md.</summary>
/// <remarks>Stateless; safe on any thread.</remarks>
public static class BodyCodec
{
    /// <summary>Bytes of the core of a noodmelding, the only kind that has one.</summary>
    public const int AlarmCoreBytes = FactsBlock.Bytes;

    /// <summary>No body of a valid message is longer; a longer one is not looked at.</summary>
    public const int BodyBytesMax = 2048;

    [ThreadStatic]
    private static BodyWriter? _spare;

    /// <summary>Is there a first part that says something by itself?</summary>
    public static bool HasCore(Kind kind) => kind == Kind.Alarm;

    /// <summary>Are version and kind of this frame known here? If not, no part of it will ever be read by this software.</summary>
    public static bool CanRead(FrameHeader header) =>
        header.Version == FrameHeader.CurrentVersion && header.Kind is >= Kind.Alarm and <= Kind.MatchNote;

    /// <summary>Writes a body.</summary>
    /// <param name="body">A message that satisfies interfaces.md §3.</param>
    /// <param name="coreLength">Bytes at the front that say the most important by themselves; 0 when there is no
    /// core.</param>
    /// <exception cref="ArgumentException">The message breaks a rule: it had to be refused before.</exception>
    public static byte[] Encode(MessageBody body, out int coreLength)
    {
        ArgumentNullException.ThrowIfNull(body);
        // One writer per thread, so that encoding allocates its result and nothing else. Taken while in use.
        var writer = _spare ?? new BodyWriter();
        _spare = null;
        try
        {
            coreLength = Write(writer, body);
            return writer.ToArray();
        }
        finally
        {
            writer.Clear();
            _spare = writer;
        }
    }

    private static int Write(BodyWriter writer, MessageBody body)
    {
        var coreLength = 0;
        switch (body)
        {
            case Alarm alarm: coreLength = AlarmCodec.Encode(writer, alarm); break;
            case AlarmUpdate update: AlarmUpdateCodec.Encode(writer, update); break;
            case AlarmCancel cancel: AlarmCancelCodec.Encode(writer, cancel); break;
            case Request request: RequestCodec.Encode(writer, request); break;
            case Reply reply: ReplyCodec.Encode(writer, reply); break;
            case SituationReport report: SituationReportCodec.Encode(writer, report); break;
            case Receipt receipt: ReceiptCodec.Encode(writer, receipt); break;
            case Heartbeat beat: HeartbeatCodec.Encode(writer, beat); break;
            case LinkTest test: LinkTestCodec.Encode(writer, test); break;
            case Poll poll: PollCodec.Encode(writer, poll); break;
            case Beacon beacon: BeaconCodec.Encode(writer, beacon); break;
            case NetworkKey key: NetworkKeyCodec.Encode(writer, key); break;
            case Bulletin bulletin: BulletinCodec.Encode(writer, bulletin); break;
            case ExerciseControl control: ExerciseControlCodec.Encode(writer, control); break;
            case HelpRequest request: HelpRequestCodec.Encode(writer, request); break;
            case HelpOffer offer: HelpOfferCodec.Encode(writer, offer); break;
            case StockReport report: StockReportCodec.Encode(writer, report); break;
            case ShiftHandover handover: ShiftHandoverCodec.Encode(writer, handover); break;
            case MatchNote note: MatchNoteCodec.Encode(writer, note); break;
            default: throw new ArgumentException($"No codec for {body.GetType().Name}.", nameof(body));
        }

        return coreLength;
    }

    /// <summary>Reads a body of a frame, by the version in its header.</summary>
    /// <param name="header">The authenticated header.</param>
    /// <param name="body">Any bytes at all.</param>
    /// <param name="coreOnly">The rest is not there yet.</param>
    public static DecodeResult TryDecode(FrameHeader header, ReadOnlySpan<byte> body, bool coreOnly) =>
        header.Version == FrameHeader.CurrentVersion
            ? TryDecode(header.Kind, body, coreOnly)
            : new DecodeResult.Failed(DecodeFailure.NewerVersion, $"version {header.Version}");

    /// <summary>Reads a body of the current version. Never throws, and allocates no more than a valid message
    /// takes.</summary>
    /// <param name="kind">From the header.</param>
    /// <param name="body">Any bytes at all.</param>
    /// <param name="coreOnly">Only the core is there: the result is what the core says. Only for kinds that
    /// <see cref="HasCore">have a core</see>.</param>
    public static DecodeResult TryDecode(Kind kind, ReadOnlySpan<byte> body, bool coreOnly)
    {
        if (body.Length > BodyBytesMax) return new DecodeResult.Failed(DecodeFailure.Malformed, "body too long");
        if (coreOnly && !HasCore(kind)) return new DecodeResult.Failed(DecodeFailure.Malformed, "kind without a core");
        var reader = new BodyReader(body);
        return kind switch
        {
            Kind.Alarm => AlarmCodec.Decode(ref reader, coreOnly),
            Kind.AlarmUpdate => AlarmUpdateCodec.Decode(ref reader),
            Kind.AlarmCancel => AlarmCancelCodec.Decode(ref reader),
            Kind.Request => RequestCodec.Decode(ref reader),
            Kind.Reply => ReplyCodec.Decode(ref reader),
            Kind.SituationReport => SituationReportCodec.Decode(ref reader),
            Kind.Receipt => ReceiptCodec.Decode(ref reader),
            Kind.Heartbeat => HeartbeatCodec.Decode(ref reader),
            Kind.LinkTest => LinkTestCodec.Decode(ref reader),
            Kind.Poll => PollCodec.Decode(ref reader),
            Kind.Beacon => BeaconCodec.Decode(ref reader),
            Kind.NetworkKey => NetworkKeyCodec.Decode(ref reader),
            Kind.Bulletin => BulletinCodec.Decode(ref reader),
            Kind.ExerciseControl => ExerciseControlCodec.Decode(ref reader),
            Kind.HelpRequest => HelpRequestCodec.Decode(ref reader),
            Kind.HelpOffer => HelpOfferCodec.Decode(ref reader),
            Kind.StockReport => StockReportCodec.Decode(ref reader),
            Kind.ShiftHandover => ShiftHandoverCodec.Decode(ref reader),
            Kind.MatchNote => MatchNoteCodec.Decode(ref reader),
            _ => new DecodeResult.Failed(DecodeFailure.NewerVersion, $"kind {(byte)kind}"),
        };
    }
}
