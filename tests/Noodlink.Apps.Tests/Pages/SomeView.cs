using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>A noodmelding in any state, as the desk would show it.</summary>
internal static class SomeView
{
    public static readonly DateTimeOffset Now = new(2026, 2, 6, 13, 30, 0, TimeSpan.Zero);

    /// <summary>Stored ten minutes ago, in its state since 14:26.</summary>
    public static MessageView In(
        MessageState state, MessageStatus status = MessageStatus.Actual, string? note = null) => new()
    {
        Journal = 1, Number = "GR-WK1-0042", Own = true, Station = "GR-WK1", Kind = Kind.Alarm, Status = status,
        Precedence = Precedence.Flash, State = state,
        StateLabel = MessageLabels.Of(state) + (note is null ? "" : $" – {note}"), CreatedAt = Now.AddMinutes(-10),
        StoredAt = Now.AddMinutes(-10), Complete = true, Body = Body,
        History =
        [
            new(MessageState.Queued, Now.AddMinutes(-10), "GR-WK1", null, null),
            new(state, Now.AddMinutes(-4), "loggist", null, note),
        ],
    };

    public static Alarm Body { get; } = new(
        new AlarmFacts
        {
            Services = [EmergencyService.Ambulance], Type = AlarmType.MedicalDevice, DangerToLife = Danger.Yes,
            Location = new Location
            {
                Kind = LocationKind.Address, Certainty = Certainty.Certain, Street = "Modelweg", Number = "3",
                Place = "Grijpskerk",
            },
            Text = "Accu nog ±40 min.",
        }, []);
}
