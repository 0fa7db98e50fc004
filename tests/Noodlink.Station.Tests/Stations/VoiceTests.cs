using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>The coördinatiepunt types in a noodmelding that was read aloud, and its electronic copy comes later, or came
/// before.</summary>
public sealed partial class VoiceTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void What_was_read_aloud_with_its_number_is_that_message_when_the_electronic_copy_comes()
    {
        var number = SendInSilence(Some.Alarm("zoals getypt"));
        Assert.Equal(number, Voice(number, Some.Alarm("zoals gehoord")).Number);
        var forwarded = Assert.Single(_world.Hub.Desk.DueVersions("x", 0, 10));
        Assert.Equal("zoals gehoord", forwarded.Facts.Text);

        Silence(false);
        _world.Run(5);

        var item = Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
        Assert.Equal(number, item.Number);
        Assert.Equal(BearerName.Voice, item.Receptions[0].Bearer);
        Assert.Contains(item.Receptions, one => one.Bearer == BearerName.Mqtt);
        Assert.Equal("zoals gehoord", ((Alarm)item.Body!).Facts.Text);
        Assert.Equal([false, true], item.Accounts.Select(account => account.Electronic));
        Assert.Equal(["zoals gehoord", "zoals getypt"], item.Accounts.Select(account => account.Facts!.Text));
        Assert.False(item.Differs);
        Assert.Equal([forwarded.Key], _world.Hub.Desk.DueVersions("x", 0, 10).Select(version => version.Key));
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        Assert.Equal(0, _world.Node.Queue.CountWaiting().Many);
        Assert.Null(_world.Node.View(number).SameNumberAs);
    }

    [Fact]
    public void The_noodsteunpunt_learns_what_people_did_with_what_was_read_aloud()
    {
        var number = SendInSilence(Some.Alarm());
        Voice(number, Some.Alarm());
        Do(number, StaffEventType.Claimed);
        Do(number, StaffEventType.Forwarded, channel: MeldkamerChannel.C2000);
        Do(number, StaffEventType.Accepted, meldkamerNumber: "3217");
        Assert.Equal(MessageState.Unconfirmed, StateAfter(number, 700));

        Silence(false);
        _world.Run(5);

        var view = _world.Node.View(number);
        Assert.Equal(MessageState.AcceptedControlRoom, view.State);
        Assert.Equal("3217", view.MeldkamerNumber);
        Assert.Contains("vastgelegd om", view.History[^1].Note, StringComparison.Ordinal);
        Assert.Single(_world.Carried, carried => !carried.Up && carried.Header.Kind == Kind.Receipt
            && carried.Header.Series == Series.Numbered);
        Do(number, StaffEventType.EnRoute);
        _world.Run(2);
        Assert.Equal(MessageState.EnRoute, _world.Node.View(number).State);
    }

    [Fact]
    public void A_copy_that_comes_as_a_core_first_joins_once_and_is_receipted_core_and_whole()
    {
        var number = SendInSilence(Some.Alarm("zoals getypt"));
        Voice(number, Some.Alarm("zoals gehoord"));
        var parts = World.Header(Kind.Alarm, 1);
        var body = BodyCodec.Encode(Some.Alarm("zoals getypt"), out var core);
        foreach (var (part, plaintext) in Parts.Split(body, core, Parts.RadioSealedBytesMax))
            _world.Bring(_world.Hub, World.Seal(parts with { Part = part }, plaintext), BearerName.Radio);

        var item = Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
        Assert.True(item.Complete);
        Assert.Equal("zoals getypt", item.Accounts[1].Facts!.Text);
        Assert.Single(_world.Hub.Desk.DueVersions("x", 0, 10));
    }

    [Fact]
    public void The_number_is_here_already_and_the_voice_is_one_more_reception()
    {
        var number = _world.Node.Send(Some.Alarm("zoals getypt"), _world.Now);
        _world.Run(1);

        var stored = Voice(number, Some.Alarm("zoals gehoord", Danger.No));

        Assert.Equal((number, MessageState.DeliveredDevice), (stored.Number, stored.State));
        var item = Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
        Assert.Equal([BearerName.Mqtt, BearerName.Voice], item.Receptions.Select(one => one.Bearer));
        Assert.Equal("zoals getypt", ((Alarm)item.Body!).Facts.Text);
        Assert.Equal([true, false], item.Accounts.Select(account => account.Electronic));
        Assert.True(item.Differs); // Danger to life: no after all?
        Assert.Equal(Precedence.Flash, item.Precedence);
        Assert.Single(_world.Hub.Desk.DueVersions("x", 0, 10));
    }

    [Fact]
    public void A_worse_account_asks_for_a_person_again_until_somebody_looked()
    {
        var number = SendInSilence(Some.Alarm(danger: Danger.Yes));
        Voice(number, Some.Alarm(danger: Danger.No));
        Do(number, StaffEventType.Forwarded, channel: MeldkamerChannel.Phone);
        Do(number, StaffEventType.Accepted);
        Assert.Empty(_world.Hub.Desk.Unhandled(10));

        Silence(false);
        _world.Run(5);
        Assert.Equal(Precedence.Flash, Assert.Single(_world.Hub.Desk.Unhandled(10)).Precedence);
        Do(number, StaffEventType.Compared);

        Assert.Empty(_world.Hub.Desk.Unhandled(10));
        Assert.False(_world.Hub.View(number).Differs);
        Assert.Equal(MessageState.AcceptedControlRoom, _world.Hub.View(number).State);
        Assert.Single(_world.Hub.Desk.DueVersions("x", 0, 10));
    }

    [Fact]
    public void Everything_that_was_typed_in_is_there_after_a_restart()
    {
        var number = SendInSilence(Some.Alarm("zoals getypt"));
        Voice(number, Some.Alarm("zoals gehoord"), key: "k");
        Do(number, StaffEventType.Forwarded, channel: MeldkamerChannel.C2000);
        _world.RestartHub();
        Silence(true);

        Assert.Equal(number, Voice(number, Some.Alarm("zoals gehoord"), key: "k").Number);
        Assert.Single(_world.Hub.View(number).Receptions);
        Silence(false);
        _world.Run(5);
        Assert.Equal(2, _world.Hub.View(number).Accounts.Count);
        Assert.Equal(MessageState.Forwarded, _world.Node.View(number).State);
        _world.RestartHub();
        Assert.Equal(2, _world.Hub.View(number).Accounts.Count);
        Assert.NotNull(_world.Hub.View(number).Body);
    }

    [Fact]
    public void The_same_key_with_other_words_is_a_conflict()
    {
        Voice("GR-WK1-0042", Some.Alarm(), key: "k");
        var other = Enter("GR-WK1-0042", Some.Alarm("iets anders"), key: "k", hash: 2);
        Assert.Equal("GR-WK1-0042", Assert.IsType<AcceptOutcome.KeyConflict>(other).FirstNumber);
        Assert.Single(_world.Hub.View("GR-WK1-0042").Receptions);
    }

    [Fact]
    public void A_second_reading_with_the_same_number_stands_beside_the_first()
    {
        Voice("GR-WK1-0042", Some.Alarm("eerste keer"));
        Voice("GR-WK1-0042", Some.Alarm("tweede keer"));
        Voice("GR-WK1-0042", Some.Alarm("tweede keer"));

        var item = Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
        Assert.Equal(3, item.Receptions.Count);
        Assert.Equal(["eerste keer", "tweede keer"], item.Accounts.Select(account => account.Facts!.Text));
        Assert.Single(_world.Hub.Desk.DueVersions("x", 0, 10));
    }

    [Fact]
    public void A_program_that_repeats_itself_fills_no_disk()
    {
        for (var i = 0; i < MessageQueue.AccountsMax; i++) Voice("GR-WK1-0042", Some.Alarm($"keer {i}"));
        Assert.Equal("number", Assert.IsType<AcceptOutcome.Unfit>(Enter("GR-WK1-0042", Some.Alarm("nog een"))).Path);
    }

    [Fact]
    public void What_could_not_be_read_comes_to_life_when_it_is_read_aloud()
    {
        var frame = World.Seal(World.Header(Kind.Alarm, 42, version: 3), [1, 2, 3]);
        _world.Bring(_world.Hub, frame);
        Assert.Equal(MessageState.Refused, _world.Hub.View("GR-WK1-0042").State);

        Voice("GR-WK1-0042", Some.Alarm("voorgelezen"));
        var view = _world.Hub.View("GR-WK1-0042");
        Assert.Equal(MessageState.DeliveredDevice, view.State);
        Assert.Equal("voorgelezen", ((Alarm)view.Body!).Facts.Text);
        Assert.Single(_world.Hub.Desk.DueVersions("x", 0, 10));
        // Number 1 was the refusal: what people do must be newer to the noodsteunpunt.
        Do("GR-WK1-0042", StaffEventType.Seen);
        Assert.Equal(2L, _world.Hub.Sql("SELECT max(ordinal) FROM event"));
    }

    [Fact]
    public void A_copy_that_cannot_be_read_is_receipted_and_changes_nothing()
    {
        Voice("GR-WK1-0042", Some.Alarm("voorgelezen"));
        var before = _world.Carried.Count;
        _world.Bring(_world.Hub, World.Seal(World.Header(Kind.Alarm, 42, version: 3), [1, 2, 3]));
        _world.Run(1);

        Assert.Equal("voorgelezen", ((Alarm)_world.Hub.View("GR-WK1-0042").Body!).Facts.Text);
        Assert.Equal(MessageState.DeliveredDevice, _world.Hub.View("GR-WK1-0042").State);
        Assert.Contains(_world.Carried.Skip(before), one => !one.Up && one.Header.Series == Series.Signal);
        Assert.DoesNotContain(_world.Carried.Skip(before), one => one.Header is { Kind: Kind.Receipt, Series: Series.Numbered });
        Assert.Equal(1, _world.Hub.Intake.Refused.GetValueOrDefault("unreadable"));
    }

    [Fact]
    public void A_withdrawal_and_an_update_find_what_was_read_aloud()
    {
        var number = SendInSilence(Some.Alarm());
        Voice(number, Some.Alarm());
        Do(number, StaffEventType.Forwarded, channel: MeldkamerChannel.Phone);
        _world.Node.Send(Some.Update(number), _world.Now, status: null);
        _world.Node.Send(new AlarmCancel([Some.Number(number)], CancelReason.Resolved, null), _world.Now, status: null);
        Silence(false);
        _world.Run(5);

        Assert.True(_world.Hub.View(number).Withdrawn);
        Assert.Equal(2, _world.Hub.View(number).ReferredBy.Count);
        Assert.Equal(
            [VersionCause.New, VersionCause.Update, VersionCause.Cancel],
            _world.Hub.Desk.DueVersions("x", 0, 10).Select(version => version.Cause));
    }

    [Fact]
    public void A_question_about_what_was_read_aloud_reaches_the_noodsteunpunt()
    {
        var number = SendInSilence(Some.Alarm());
        var without = Voice(null, Some.Alarm()).Number;
        Voice(number, Some.Alarm());
        Do(number, StaffEventType.Query, question: Question.Q5);
        Do(without, StaffEventType.Query, question: Question.Q1);
        Silence(false);
        _world.Run(5);

        Assert.True(_world.Node.View(number).QuestionOpen);
        var asked = _world.Node.Desk.Messages(new MessageFilter([], [Kind.Request])).Items;
        Assert.Equal(2, asked.Count);
        _world.Node.Send(
            new Reply([Some.Number(asked.Single(one => one.Number != "" && Refers(one, without)).Number)],
                new Answer(AnswerKind.Yes), null), _world.Now, status: null);
        _world.Run(2);
        Assert.Equal(MessageState.SeenByHuman, _world.Hub.View(without).State);
    }

    [Fact]
    public void Somebody_at_the_desk_of_the_coordinatiepunt_is_of_no_noodsteunpunt()
    {
        var stored = Voice(null, Some.Alarm(), via: EntryWay.WalkIn, station: "GR-CWK");
        var view = _world.Hub.View(stored.Number);

        Assert.Equal("GR-CWK", view.Station);
        Assert.Equal(BearerName.WalkIn, Assert.Single(view.Receptions).Bearer);
        var asked = _world.Hub.Record(
            stored.Number, new StaffAction(StaffEventType.Query, "loggist", Question: Question.Q1), _world.Now);
        Assert.IsType<StaffOutcome.Conflict>(asked);
    }

    [Fact]
    public void A_hub_that_was_set_back_asks_for_what_it_only_heard()
    {
        var number = _world.Node.Send(Some.Alarm("zoals getypt"), _world.Now);
        _world.Run(2);
        foreach (var table in (string[])["message", "part", "reception", "version", "event"])
            _world.Hub.Sql($"DELETE FROM {table}");
        _world.RestartHub();
        Voice(number, Some.Alarm("zoals gehoord"));
        _world.Run(2000);

        Assert.Equal(["zoals gehoord", "zoals getypt"], _world.Hub.View(number).Accounts.Select(one => one.Facts!.Text));
    }

    [Fact]
    public void Content_that_is_wiped_after_its_time_is_wiped_from_every_account()
    {
        var number = SendInSilence(Some.Alarm());
        Voice(number, Some.Alarm("gehoord"));
        Do(number, StaffEventType.NotForwarded, note: "loos");
        Do(number, StaffEventType.Closed, note: "klaar");
        _world.Hub.Queue.Begin();
        Assert.Equal(1, _world.Hub.Queue.Wipe(World.Wall(_world.Now).AddDays(1), 0).Wiped);
        _world.Hub.Queue.Commit();
        Silence(false);
        _world.Run(5);

        Assert.Equal(0L, _world.Hub.Sql("SELECT count(*) FROM account WHERE body IS NOT NULL OR caller IS NOT NULL"));
        Assert.Equal(MessageState.Closed, _world.Node.View(number).State);
    }

    private static bool Refers(MessageView view, string number) =>
        view.Body is Request request && request.References.Any(one => $"{one}" == number);

    /// <summary>A noodmelding that the noodsteunpunt cannot get away.</summary>
    private string SendInSilence(Alarm alarm)
    {
        Silence(true);
        var number = _world.Node.Send(alarm, _world.Now);
        _world.Run(1);
        Assert.Empty(_world.Hub.Desk.Feed(0, 10).Items);
        return number;
    }

    private void Silence(bool silent)
    {
        _world.Set(BearerName.Mqtt, !silent);
        _world.Run(0.1);
    }

    private MessageState StateAfter(string number, double seconds)
    {
        _world.Run(seconds);
        return _world.Node.View(number).State;
    }

    private AcceptOutcome.Stored Voice(
        string? number, Alarm alarm, EntryWay via = EntryWay.Voice, string station = "GR-WK1", string? key = null)
    {
        var outcome = Enter(number, alarm, via, station, key);
        return outcome as AcceptOutcome.Stored ?? throw new InvalidOperationException($"{outcome}");
    }

    private AcceptOutcome Enter(
        string? number, Alarm alarm, EntryWay via = EntryWay.Voice, string station = "GR-WK1", string? key = null,
        byte hash = 1) => _world.Hub.Accept(
        new Draft(
            alarm, MessageStatus.Actual, null, key, [hash],
            new HandEntry(
                StationId.Parse(station), via, number is null ? null : Some.Number(number), "teamleider", "loggist")),
        _world.Now);

    private void Do(
        string number, StaffEventType type, MeldkamerChannel? channel = null, string? meldkamerNumber = null,
        string? note = null, Question? question = null)
    {
        var outcome = _world.Hub.Record(
            number, new StaffAction(type, "loggist", note, question, channel, MeldkamerNumber: meldkamerNumber), _world.Now);
        Assert.True(outcome is StaffOutcome.Recorded, $"{outcome}");
    }
}
