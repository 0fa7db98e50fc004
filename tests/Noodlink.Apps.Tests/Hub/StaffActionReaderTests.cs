using System.Text.Json;
using Noodlink.Hub.Api;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Apps.Tests.Hub;

public sealed class StaffActionReaderTests
{
    [Fact]
    public void Everything_that_is_said_is_read()
    {
        var action = Read(
            """{"type":"AcceptedDelayed","by":"loggist","note":"druk","minutes":90,"meldkamerNumber":"3217"}""",
            out var errors);

        Assert.Empty(errors);
        Assert.Equal(new StaffAction(
            StaffEventType.AcceptedDelayed, "loggist", "druk", Minutes: 90, MeldkamerNumber: "3217"), action);
        Assert.Equal(
            new StaffAction(StaffEventType.Claimed, "coördinator", TakeOver: true),
            Read("""{"type":"Claimed","by":"coördinator","takeOver":true,"note":null}""", out _));
        Assert.Equal(
            new StaffAction(StaffEventType.Query, "loggist", Question: Question.Q5),
            Read("""{"type":"Query","by":"loggist","question":"Q5"}""", out _));
    }

    [Theory]
    [InlineData("""[]""", "$")]
    [InlineData("""{"by":"loggist"}""", "type")]
    [InlineData("""{"type":"Gebeld","by":"loggist"}""", "type")]
    [InlineData("""{"type":"Answered","by":"loggist"}""", "type")]
    [InlineData("""{"type":"Withdrawn","by":"loggist"}""", "type")]
    [InlineData("""{"type":3,"by":"loggist"}""", "type")]
    [InlineData("""{"type":"Seen"}""", "by")]
    [InlineData("""{"type":"Seen","by":"  "}""", "by")]
    [InlineData("""{"type":"Seen","by":"een veel te lange rol waar niemand iets aan heeft"}""", "by")]
    [InlineData("""{"type":"Forwarded","by":"loggist"}""", "channel")]
    [InlineData("""{"type":"Forwarded","by":"loggist","channel":"Unknown"}""", "channel")]
    [InlineData("""{"type":"Forwarded","by":"loggist","channel":"Duif"}""", "channel")]
    [InlineData("""{"type":"AcceptedDelayed","by":"loggist"}""", "minutes")]
    [InlineData("""{"type":"AcceptedDelayed","by":"loggist","minutes":0}""", "minutes")]
    [InlineData("""{"type":"AcceptedDelayed","by":"loggist","minutes":10081}""", "minutes")]
    [InlineData("""{"type":"AcceptedDelayed","by":"loggist","minutes":"90"}""", "minutes")]
    [InlineData("""{"type":"NotForwarded","by":"loggist"}""", "note")]
    [InlineData("""{"type":"Closed","by":"loggist","note":""}""", "note")]
    [InlineData("""{"type":"Undone","by":"loggist"}""", "note")]
    [InlineData("""{"type":"Query","by":"loggist"}""", "question")]
    [InlineData("""{"type":"Query","by":"loggist","question":"Q9"}""", "question")]
    [InlineData("""{"type":"Query","by":"loggist","question":"Unknown"}""", "question")]
    [InlineData("""{"type":"Accepted","by":"loggist","meldkamerNumber":"12345678901234567"}""", "meldkamerNumber")]
    [InlineData("""{"type":"Claimed","by":"loggist","takeOver":"ja"}""", "takeOver")]
    [InlineData("""{"type":"Seen","by":"loggist","geheim":1}""", "geheim")]
    public void A_fault_is_named_by_its_field(string json, string path)
    {
        Assert.Null(Read(json, out var errors));
        Assert.Equal(path, Assert.Single(errors).Key);
    }

    [Fact]
    public void Several_faults_are_named_at_once()
    {
        Assert.Null(Read("""{"type":"Forwarded","minutes":4,"x":1}""", out var errors));
        Assert.Equal(["by", "channel", "x"], errors.Keys.Order(StringComparer.Ordinal));
    }

    private static StaffAction? Read(string json, out IReadOnlyDictionary<string, string[]> errors)
    {
        using var document = JsonDocument.Parse(json);
        return StaffActionReader.Read(document.RootElement, out errors);
    }
}
