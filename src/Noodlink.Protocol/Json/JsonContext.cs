using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Who takes a message in: a noodsteunpunt and a coördinatiepunt make different kinds.</summary>
/// <param name="Self">The station that makes the message.</param>
/// <param name="IsHub">True at a coördinatiepunt.</param>
public readonly record struct JsonContext(StationId Self, bool IsHub)
{
    /// <summary>The program at a noodsteunpunt.</summary>
    public static JsonContext Node(StationId self) => new(self, IsHub: false);

    /// <summary>The program at a coördinatiepunt.</summary>
    public static JsonContext Hub(StationId self) => new(self, IsHub: true);

    /// <summary>The kinds that may be posted here.</summary>
    public ValueList<Kind> Kinds => IsHub
        ? [Kind.Alarm, Kind.Request, Kind.Bulletin, Kind.ExerciseControl, Kind.MatchNote]
        : [
            Kind.Alarm, Kind.AlarmUpdate, Kind.AlarmCancel, Kind.Reply, Kind.HelpRequest, Kind.HelpOffer,
            Kind.SituationReport, Kind.StockReport, Kind.ShiftHandover, Kind.MatchNote, Kind.LinkTest,
        ];
}
