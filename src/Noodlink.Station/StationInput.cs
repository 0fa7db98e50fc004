using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>Everything that can happen to a station, in one bounded channel, for one loop. A closed set.</summary>
internal abstract record StationInput
{
    private StationInput() { }

    public sealed record Accept(Draft Draft, TaskCompletionSource<AcceptOutcome> Reply) : StationInput;

    public sealed record Record(string Number, StaffAction Action, TaskCompletionSource<StaffOutcome> Reply) : StationInput;

    public sealed record NoteReadAloud(string Number, ReadAloud Note, TaskCompletionSource<StaffOutcome> Reply)
        : StationInput;

    public sealed record MarkRead(string Number, TaskCompletionSource<bool> Reply) : StationInput;

    public sealed record Forwarded(
        long Version, string Forwarder, ForwardingResult Result, TaskCompletionSource<bool> Reply) : StationInput;

    public sealed record ForwardAgain(string Number, string By, TaskCompletionSource<StaffOutcome> Reply) : StationInput;

    /// <summary>A sealed part that a person brought in.</summary>
    public sealed record Import(ReadOnlyMemory<byte> Frame, BearerName Via, TaskCompletionSource<ImportedPart> Reply)
        : StationInput;

    /// <summary>One page of a parcel for the courier is to be packed; the reply tells whether there is more, and
    /// is null when the disk does not work or the program stops.</summary>
    public sealed record Pack(Parcel Parcel, TaskCompletionSource<bool?> Reply) : StationInput;

    /// <summary>A person has these messages in hand.</summary>
    public sealed record Carried(IReadOnlyList<long> Journals, TaskCompletionSource<bool> Reply) : StationInput;

    public sealed record FromBearer(BearerInput Input) : StationInput;

    /// <summary>Frames wait in the lines of their senders.</summary>
    public sealed record FramesWait : StationInput
    {
        public static FramesWait Signal { get; } = new();
    }

    public sealed record SaveDraft(DraftText Draft, bool IsBlank, TaskCompletionSource<DraftOutcome> Reply) : StationInput;

    public sealed record DropDraft(string Id, TaskCompletionSource<DraftOutcome> Reply) : StationInput;

    public sealed record SetFact(LocalFact Fact, string? Value, TaskCompletionSource<FactOutcome> Reply) : StationInput;

    /// <summary>A person answers whether it is an exercise.</summary>
    public sealed record AnswerExercise(bool IsExercise, TaskCompletionSource<FactOutcome> Reply) : StationInput;

    /// <summary>The watch wants to know whether a row can be committed.</summary>
    public sealed record Prove(TaskCompletionSource<ProbeOutcome> Reply) : StationInput;
}
