using FsCheck;
using FsCheck.Fluent;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Json;

public sealed class JsonRoundTrips
{
    private static readonly Kind[] Postable =
        [.. JsonText.Node.Kinds, .. JsonText.Hub.Kinds];

    [Fact]
    public void What_is_shown_can_be_posted_and_is_the_same_again() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue - 1).Zip(Gen.Elements(Postable)).ToArbitrary(),
            drawn =>
            {
                var body = Postable_body(new Random(drawn.Item1), drawn.Item2);
                var content = JsonText.Content(body);
                var envelope = $"{{\"kind\":\"{drawn.Item2}\",\"status\":\"Test\"";
                if (body.Maker is not null) envelope += ",\"to\":[\"GR-WK1\"]";

                var read = JsonText.Accepted(
                    envelope + (content == "{}" ? "}" : "," + content[1..]),
                    body.Maker is { } maker ? JsonContext.Hub(maker) : JsonText.Node);

                Assert.Equal(body, read.Body);
                return read.Status == MessageStatus.Test;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    // What the wire can carry and a form cannot: nobody types a text of only spaces, an empty list of references to
    // answer, a road that is not written as on its sign.
    private static MessageBody Postable_body(Random random, Kind kind)
    {
        while (true)
        {
            var body = Some.Body(random, kind);
            if (body is LinkTest test)
            {
                body = new LinkTest(
                    Math.Max((ushort)1, test.Counter), ValueList.Create<byte>(new byte[test.Filler.Count]));
            }

            if (body is SituationReport report)
            {
                body = report with
                {
                    Open = report.Open ?? true, Staff = report.Staff ?? 3, Present = report.Present ?? 63,
                    Lan = report.Lan ?? LinkQuality.Off, Radio = report.Radio ?? LinkQuality.Good,
                };
            }

            var references = References(body);
            if (Texts(body).All(text => text is null || !string.IsNullOrWhiteSpace(text)) && Says(Place(body))
                && Place(body)?.Road != "n355" && references.Distinct().Count() == references.Count) return body;
        }
    }

    private static Location? Place(MessageBody body) => Facts(body)?.Location;

    private static bool Says(Location? at) =>
        at is null or { Kind: LocationKind.Here or LocationKind.Unknown } or { Street: not null }
            or { Place: not null };

    private static AlarmFacts? Facts(MessageBody body) => body switch
    {
        Alarm alarm => alarm.Facts,
        AlarmUpdate update => update.Changes,
        _ => null,
    };

    private static string?[] Texts(MessageBody body) => body switch
    {
        AlarmCancel cancel => [cancel.Text],
        Request request => [request.Text],
        Reply reply => [reply.Text],
        SituationReport report => [report.Text],
        Bulletin bulletin => [bulletin.Title, bulletin.Text],
        ExerciseControl control => [control.ExerciseId, control.Name],
        HelpRequest request => [request.Place, request.Text],
        HelpOffer offer => [offer.Place, offer.Text],
        StockReport report => [report.Text],
        ShiftHandover handover => [handover.RoleOut, handover.RoleIn, handover.Text],
        MatchNote note => [note.Text],
        _ => Facts(body) is { } facts
            ? [facts.Text, facts.Location?.Street, facts.Location?.Place, facts.Location?.Gemeente,
                facts.Location?.Towards, facts.Location?.Spot, facts.Location?.Text]
            : [],
    };

    private static ValueList<MessageNumber> References(MessageBody body) => body switch
    {
        Alarm alarm => alarm.References,
        AlarmUpdate update => update.References,
        AlarmCancel cancel => cancel.References,
        Request request => request.References,
        Reply reply => reply.References,
        HelpRequest request => request.References,
        HelpOffer offer => offer.References,
        MatchNote note => note.References,
        _ => [],
    };
}
