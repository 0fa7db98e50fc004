using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Nothing that was typed is lost, and nothing is sent twice.</summary>
public sealed class DraftTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private Desk Desk => _world.Node.Desk;

    [Fact]
    public void Several_drafts_stand_after_a_restart_as_they_were_typed_the_latest_first()
    {
        var (a, b) = (DraftText.NewId(), DraftText.NewId());
        Save(a, """{"wat":"Accu bijna leeg"}""");
        _world.Run(2);
        Save(b, """{"wat":"Brand","waar":["Modelweg","3"]}""");
        _world.Run(2);
        Save(a, """{"wat":"Accu leeg"}""");
        _world.RestartNode();

        Assert.Equal([a, b], Desk.Drafts.Select(draft => draft.Id));
        Assert.Equal("""{"wat":"Accu leeg"}""", Desk.FindDraft(a)!.Fields);
        Assert.Equal(("noodmelding", World.Wall(default).AddSeconds(4)), (Desk.Drafts[0].Form, Desk.Drafts[0].ChangedAt));
    }

    [Fact]
    public void A_draft_is_sent_in_the_commit_of_its_message_and_never_a_second_time()
    {
        var id = DraftText.NewId();
        Save(id, """{"wat":"Accu"}""");
        var number = Assert.IsType<AcceptOutcome.Stored>(Press(id)).Number;

        // What stood on disk when the plug was pulled.
        var after = CopyOf(_world.Node);
        using (var cut = Open(after)) Assert.Equal(number, cut.FindDraft(id)!.SentAs);
        Directory.Delete(after, recursive: true);

        Assert.Empty(Desk.Drafts);
        Assert.Equal(number, Desk.FindDraft(id)!.SentAs);
        var again = Assert.IsType<AcceptOutcome.Stored>(Press(id));
        Assert.Equal((number, true), (again.Number, again.Again));
        // A save that was still under way when the button was pressed.
        Assert.Equal(number, Assert.IsType<DraftOutcome.AlreadySent>(Save(id, """{"wat":"Accu en nog wat"}""")).Number);
        Assert.Equal(number, Assert.IsType<DraftOutcome.AlreadySent>(Drop(id)).Number);
        _world.RestartNode();
        Assert.Empty(Desk.Drafts);
        _world.Run(2);
        Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
    }

    [Fact]
    public void A_draft_whose_key_was_lost_on_the_disk_is_not_sent_again()
    {
        var id = DraftText.NewId();
        Save(id, """{"wat":"Accu"}""");
        var number = Assert.IsType<AcceptOutcome.Stored>(Press(id)).Number;
        _world.Node.Sql("DELETE FROM idempotency");
        Assert.Equal(number, Assert.IsType<AcceptOutcome.Stored>(Press(id)).Number);
        Assert.Equal(1L, _world.Node.Sql("SELECT count(*) FROM message"));
    }

    [Fact]
    public void A_message_that_could_not_be_stored_leaves_its_draft_open()
    {
        var id = DraftText.NewId();
        Save(id, """{"wat":"Accu"}""");
        var broken = new Draft(new Alarm(new AlarmFacts(), []), MessageStatus.Actual, null, $"form:{id}", [1]);
        Assert.IsType<AcceptOutcome.NotStored>(_world.Node.Accept(broken, _world.Now));
        Assert.Equal([id], Desk.Drafts.Select(draft => draft.Id));
    }

    [Fact]
    public void One_draft_too_many_is_told_and_costs_no_other()
    {
        for (var i = 0; i < DraftText.OpenMax; i++)
            Assert.IsType<DraftOutcome.Kept>(Save($"{i:x32}", $$"""{"wat":"{{i}}"}"""));
        var refused = Assert.IsType<DraftOutcome.NotStored>(Save(DraftText.NewId(), """{"wat":"x"}"""));
        Assert.Contains("niet opgeslagen", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(DraftText.OpenMax, Desk.Drafts.Count);
        Assert.IsType<DraftOutcome.Kept>(Save($"{7:x32}", """{"wat":"verder getypt"}"""));
        Drop($"{8:x32}");
        Assert.IsType<DraftOutcome.Kept>(Save(DraftText.NewId(), """{"wat":"x"}"""));
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdeF", "noodmelding", "{}", "id")]
    [InlineData("0123456789abcdef0123456789abcde", "noodmelding", "{}", "id")]
    [InlineData("0123456789abcdef0123456789abcdef", "", "{}", "form")]
    [InlineData("0123456789abcdef0123456789abcdef", "../etc", "{}", "form")]
    [InlineData("0123456789abcdef0123456789abcdef", "noodmelding", "", "fields")]
    [InlineData("0123456789abcdef0123456789abcdef", "noodmelding", "[1]", "fields")]
    [InlineData("0123456789abcdef0123456789abcdef", "noodmelding", "{\"a\":1", "fields")]
    public void What_is_no_draft_is_refused_with_what_is_wrong(string id, string form, string fields, string path) =>
        Assert.Equal(path, Assert.IsType<DraftOutcome.Unfit>(Finish(new DraftText(id, form, fields))).Path);

    [Fact]
    public void More_than_fits_is_told_and_what_was_saved_before_stands()
    {
        var id = DraftText.NewId();
        Save(id, """{"wat":"kort"}""");
        Assert.IsType<DraftOutcome.Kept>(Save(id, Filled(DraftText.FieldsBytesMax)));
        Assert.IsType<DraftOutcome.TooLong>(Save(id, Filled(DraftText.FieldsBytesMax + 1)));
        Assert.Equal(Filled(DraftText.FieldsBytesMax), Desk.FindDraft(id)!.Fields);
        _world.RestartNode();
        Assert.Equal(Filled(DraftText.FieldsBytesMax), Desk.FindDraft(id)!.Fields);
    }

    [Fact]
    public void A_form_in_which_nobody_typed_is_never_offered()
    {
        Save(DraftText.NewId(), """{"wat":"  ","diensten":["",null],"gevaar":false,"plaats":{}}""");
        Assert.Empty(Desk.Drafts);
        var id = DraftText.NewId();
        Save(id, "{}");
        Save(id, """{"diensten":["Ambulance"]}""");
        Assert.Equal([id], Desk.Drafts.Select(draft => draft.Id));
    }

    [Fact]
    public void What_was_thrown_away_comes_back_only_when_something_else_is_typed()
    {
        var id = DraftText.NewId();
        Save(id, """{"wat":"Accu"}""");
        Assert.IsType<DraftOutcome.Kept>(Drop(id));
        Assert.IsType<DraftOutcome.Kept>(Drop(id));
        Save(id, """{"wat":"Accu"}""");
        Assert.Empty(Desk.Drafts);
        Assert.True(Desk.FindDraft(id)!.Dropped);
        Save(id, """{"wat":"Accu leeg"}""");
        Assert.Equal([id], Desk.Drafts.Select(draft => draft.Id));
        Assert.IsType<DraftOutcome.Unknown>(Drop(DraftText.NewId()));
    }

    [Fact]
    public void After_a_day_only_open_drafts_are_left_however_old_they_are()
    {
        var (open, dropped, sent, blank) = (DraftText.NewId(), DraftText.NewId(), DraftText.NewId(), DraftText.NewId());
        foreach (var id in (string[])[open, dropped, sent]) Save(id, """{"wat":"Accu"}""");
        Save(blank, "{}");
        Drop(dropped);
        Press(sent);
        _world.Skip(TimeSpan.FromHours(23));
        _world.Run(1);
        Assert.NotNull(Desk.FindDraft(dropped));
        _world.Skip(TimeSpan.FromHours(50));
        _world.Run(1);
        Assert.Equal(open, _world.Node.Sql("SELECT group_concat(id) FROM draft"));
    }

    [Fact]
    public void Who_begins_thousands_of_forms_fills_no_disk()
    {
        for (var i = 0; i < 500; i++)
        {
            Save($"{i:x32}", i % 2 == 0 ? "{}" : """{"wat":"x"}""");
            Drop($"{i:x32}");
        }

        Assert.InRange((long)_world.Node.Sql("SELECT count(*) FROM draft")!, 1, 201);
    }

    [Fact]
    public async Task Other_screens_hear_of_a_draft()
    {
        using var stop = new CancellationTokenSource(Patience);
        await using var changes = Desk.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync();
        var id = DraftText.NewId();
        Save(id, """{"wat":"Accu"}""");
        Assert.True(await next);
        Assert.Equal((id, null), (changes.Current.Draft?.Id, changes.Current.Draft?.SentAs));
        Press(id);
        while (changes.Current.Draft?.SentAs is null) Assert.True(await changes.MoveNextAsync());
        Assert.Equal("GR-WK1-0001", changes.Current.Draft.SentAs);
    }

    [RealDiskFact]
    public void On_a_full_disk_a_draft_gives_way_and_the_noodmelding_does_not()
    {
        using var disk = new SmallDisk();
        using var world = new World(directory: disk.Directory);
        var id = DraftText.NewId();
        world.Node.Finish(world.Node.Desk.SaveDraftAsync(new DraftText(id, "noodmelding", """{"wat":"Accu"}"""), default), world.Now);
        disk.Fill(world);
        for (var i = 0; i < 200 && !world.Node.Room.IsScarce; i++)
            world.Node.Accept(new Draft(Some.Report(Filled(800)), MessageStatus.Actual), world.Now);
        Assert.True(world.Node.Room.IsScarce, "the test did not fill the disk");

        var refused = Assert.IsType<DraftOutcome.NotStored>(
            world.Node.Finish(
                world.Node.Desk.SaveDraftAsync(new DraftText(id, "noodmelding", """{"wat":"Accu leeg"}"""), default), world.Now));
        Assert.Contains("Alleen noodmeldingen", refused.Reason, StringComparison.Ordinal);
        var key = new Draft(Some.Alarm(), MessageStatus.Actual, null, $"form:{id}", [1]);
        var number = Assert.IsType<AcceptOutcome.Stored>(world.Node.Accept(key, world.Now)).Number;
        Assert.Equal(number, world.Node.Desk.FindDraft(id)!.SentAs);
    }

    private static string Filled(int bytes) => $$"""{"wat":"{{new string('x', bytes - 10)}}"}""";

    private DraftOutcome Save(string id, string fields) => Finish(new DraftText(id, "noodmelding", fields));

    private DraftOutcome Finish(DraftText draft) => _world.Node.Finish(Desk.SaveDraftAsync(draft, default), _world.Now);

    private DraftOutcome Drop(string id) => _world.Node.Finish(Desk.DropDraftAsync(id, default), _world.Now);

    private AcceptOutcome Press(string id) => _world.Node.Accept(
        new Draft(Some.Alarm(), MessageStatus.Actual, null, $"form:{id}", [1]), _world.Now);

    private static string CopyOf(TestStation station)
    {
        var copy = World.NewDirectory();
        foreach (var file in Directory.GetFiles(station.Directory, "noodlink.db*"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private MessageQueue Open(string directory) => MessageQueue.Open(directory, _world.Node.Who, TimeProvider.System, out _);
}
