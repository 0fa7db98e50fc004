using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.LifeCycle;

/// <summary>The shown state is never further than what the events say, whatever happens in whatever order.</summary>
public sealed class HubLifeCycleProperties
{
    private const int Runs = 20_000;

    private static readonly StaffEventType[] Types = Enum.GetValues<StaffEventType>();

    [Fact]
    public void The_state_is_never_further_than_the_events()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var life = HubLifeCycle.Received;
            var events = new List<StaffEvent>();
            for (var i = random.Next(1, 14); i > 0; i--)
            {
                var type = Types[random.Next(Types.Length)];
                var station = type is StaffEventType.Answered or StaffEventType.Withdrawn;
                if (!station && life.WhyNot(
                        new StaffAction(type, $"rol {random.Next(2)}", TakeOver: true), MessageStatus.Actual, false, true) is not null)
                    continue;
                var e = HubLifeCycleTable.Event(type, (ushort)(events.Count + 1));
                events.Add(e);
                life = life.Then(e);
                if (Claims(life, events) is { } claim) Assert.Fail($"seed {seed}: {claim} after {Words(events)}");
            }

            var replayed = HubLifeCycle.After(events);
            Assert.True(
                (life.State, life.Progress, life.Withdrawn, life.ClaimedBy, life.MeldkamerNumber, life.JustUndone) ==
                (replayed.State, replayed.Progress, replayed.Withdrawn, replayed.ClaimedBy, replayed.MeldkamerNumber, replayed.JustUndone),
                $"seed {seed}: played again it differs: {Words(events)}");
        }
    }

    [Fact]
    public void Events_that_were_never_allowed_break_nothing()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var life = HubLifeCycle.Received;
            for (var i = random.Next(1, 30); i > 0; i--)
                life = life.Then(HubLifeCycleTable.Event(Types[random.Next(Types.Length)]));
            Assert.Contains(life.Progress, HubStates);
        }
    }

    private static readonly MessageState[] HubStates =
    [
        MessageState.DeliveredDevice, MessageState.SeenByHuman, MessageState.Forwarded, MessageState.AcceptedControlRoom,
        MessageState.AcceptedDelayed, MessageState.EnRoute, MessageState.OnScene, MessageState.NotForwarded,
        MessageState.Closed, MessageState.Cancelled,
    ];

    /// <summary>What the life cycle claims and the events do not bear out; null when all is well.</summary>
    private static string? Claims(HubLifeCycle life, List<StaffEvent> events)
    {
        var standing = Standing(events);
        bool Has(params StaffEventType[] types) => standing.Exists(type => types.Contains(type));
        bool Ever(params StaffEventType[] types) => events.Exists(e => types.Contains(e.Type));
        return life switch
        {
            { Progress: var p } when MessageStates.IsMeldkamer(p) && !Has(StaffEventType.Forwarded) => "the meldkamer knows",
            { Progress: var p } when MessageStates.IsAccepted(p) &&
                                     !Has(StaffEventType.Accepted, StaffEventType.AcceptedDelayed) => "accepted",
            { Progress: MessageState.EnRoute } when !Has(StaffEventType.EnRoute) => "en route",
            { Progress: MessageState.OnScene } when !Has(StaffEventType.OnScene) => "on scene",
            { Progress: MessageState.Closed } when !Has(StaffEventType.Closed) => "closed",
            { Progress: MessageState.NotForwarded } when !Has(StaffEventType.NotForwarded) => "not forwarded",
            { Progress: MessageState.Cancelled } when !Ever(StaffEventType.Withdrawn) => "cancelled",
            { Progress: MessageState.SeenByHuman } when events.TrueForAll(e => e.Type >= StaffEventType.Answered) => "seen",
            { State: MessageState.QueryOpen } when !Has(StaffEventType.Query) => "a question is open",
            { State: MessageState.QueryOpen } when MessageStates.IsEnded(life.Progress) => "a question about what has ended",
            { Withdrawn: true } when !Ever(StaffEventType.Withdrawn) => "withdrawn",
            _ => null,
        };
    }

    /// <summary>State-changing events of staff that are not taken back; an answer ends the question before it.</summary>
    private static List<StaffEventType> Standing(List<StaffEvent> events)
    {
        var standing = new List<StaffEventType>();
        foreach (var e in events)
        {
            if (e.Type is StaffEventType.Undone && standing.Count > 0) standing.RemoveAt(standing.Count - 1);
            else if (e.Type is StaffEventType.Answered && standing is [.., StaffEventType.Query]) standing.RemoveAt(standing.Count - 1);
            else if (e.Type is StaffEventType.Query or (>= StaffEventType.Forwarded and <= StaffEventType.Closed)) standing.Add(e.Type);
        }

        return standing;
    }

    private static string Words(List<StaffEvent> events) => string.Join(", ", events.Select(e => e.Type));
}
