using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>The two buttons and what they say.</summary>
public sealed class StickTests : IDisposable
{
    private readonly World _world = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("noodlink-stick-").FullName;

    public StickTests()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Run(1);
    }

    public void Dispose()
    {
        _world.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_buttons_say_what_they_did_and_what_to_do_next()
    {
        Assert.Equal(
            new StickResult(true, "Er is niets om mee te nemen: alles is bevestigd."), Write(_world.Node));
        Assert.Equal(new StickResult(false, "Op de stick staat geen bestand van een noodsteunpunt."), Read(_world.Hub));
        var numbers = Enumerable.Range(1, 3).Select(_ => _world.Node.Send(Some.Alarm(), _world.Now)).ToList();

        Assert.Equal(
            new StickResult(true, "3 meldingen op de stick gezet. Breng de stick naar het coördinatiepunt."),
            Write(_world.Node));
        Assert.All(numbers, number => Assert.Equal(
            (MessageState.Sending, BearerName.Courier), (_world.Node.View(number).State, _world.Node.View(number).Bearer)));
        Assert.Equal(
            "3 nieuw, 0 al bekend, 0 geweigerd. Zet daarna de ontvangstbevestigingen op de stick en geef hem mee terug.",
            Read(_world.Hub).Words);
        Assert.Equal(
            "ontvangstbevestigingen voor 1 noodsteunpunt op de stick gezet. Breng de stick naar het noodsteunpunt.",
            Write(_world.Hub).Words, ignoreCase: true);
        Assert.Equal(
            new StickResult(
                true, "0 nieuw, 0 al bekend, 0 geweigerd. 3 meldingen zijn binnen bij het coördinatiepunt."),
            Read(_world.Node));
        Assert.StartsWith("0 nieuw, 3 al bekend, 0 geweigerd.", Read(_world.Hub).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_stations_share_a_stick()
    {
        var other = _world.AddNode(8, "GR-ED1");
        _world.Node.Send(Some.Alarm(), _world.Now);
        other.Send(Some.Alarm(), _world.Now);
        other.Send(Some.Report(), _world.Now);

        Write(_world.Node);
        Write(other);
        Assert.StartsWith("3 nieuw, 0 al bekend, 0 geweigerd.", Read(_world.Hub).Words, StringComparison.Ordinal);
        Write(_world.Hub);

        Assert.EndsWith("1 melding is binnen bij het coördinatiepunt.", Read(_world.Node).Words, StringComparison.Ordinal);
        Assert.EndsWith("2 meldingen zijn binnen bij het coördinatiepunt.", Read(other).Words, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void A_name_tells_who_wrote_it_which_way_it_goes_and_when()
    {
        _world.Node.Send(Some.Alarm(), _world.Now);
        Write(_world.Node);
        Assert.Matches(
            @"/noodlink-GR-WK1-naar-coordinatiepunt-\d{8}-\d{6}\.noodlink$", Assert.Single(Directory.GetFiles(_folder)));
    }

    [Fact]
    public void Only_an_old_file_of_which_everything_is_kept_here_is_taken_away()
    {
        _world.Node.Send(Some.Alarm(), _world.Now);
        var old = _world.Node.Export(_world.Now);
        var name = "noodlink-GR-WK1-naar-coordinatiepunt-20260101-000000.noodlink";
        File.WriteAllBytes(Path.Combine(_folder, name), old);
        File.WriteAllBytes(Path.Combine(_folder, name + ".deel"), old);
        // What another life of the same station wrote is its only copy.
        using var lost = new World();
        lost.Set(BearerName.Mqtt, up: false);
        lost.Node.Send(Some.Alarm("alleen op de stick"), lost.Now);
        var other = Path.Combine(_folder, "noodlink-GR-WK1-naar-coordinatiepunt-20260101-000001.noodlink");
        File.WriteAllBytes(other, lost.Node.Export(lost.Now));
        File.WriteAllText(Path.Combine(_folder, "vakantie.jpg"), "foto");

        Write(_world.Node);

        Assert.False(File.Exists(Path.Combine(_folder, name)));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
        Assert.True(File.Exists(other));
        Assert.StartsWith("2 nieuw, 0 al bekend, 0 geweigerd.", Read(_world.Hub).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_stick_that_works_it_says_what_to_do()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        var nothing = _world.Node.StickIn(Path.Combine(_folder, "weg"));
        var file = Path.Combine(_folder, "bestand");
        File.WriteAllText(file, "");

        const string absent = "Er is geen USB-stick. Steek hem in de computer en druk nog een keer.";
        Assert.Equal(new StickResult(false, absent), _world.Node.Finish(nothing.WriteAsync(default), _world.Now));
        Assert.Equal(new StickResult(false, absent), _world.Node.Finish(nothing.ReadAsync(default), _world.Now));
        Assert.Equal(absent, _world.Node.Finish(_world.Node.StickIn(file).WriteAsync(default), _world.Now).Words);
        Assert.Equal(MessageState.Queued, _world.Node.View(number).State);
    }

    [Fact]
    public void A_full_stick_is_told_and_keeps_no_half_file()
    {
        if (!SmallDisk.IsReal) return; // only root may mount one
        using var small = new SmallDisk();
        small.Fill();
        _world.Node.Send(Some.Alarm(), _world.Now);
        var result = _world.Node.Finish(_world.Node.StickIn(small.Directory).WriteAsync(default), _world.Now);
        Assert.Equal(new StickResult(false, "De stick is vol. Er is niets op gezet. Neem een andere stick."), result);
        Assert.Equal("filler", Path.GetFileName(Assert.Single(Directory.GetFiles(small.Directory))));
    }

    [Fact]
    public void What_is_no_file_of_ours_is_named_and_the_others_are_read()
    {
        _world.Node.Send(Some.Alarm(), _world.Now);
        Write(_world.Node);
        File.WriteAllText(Path.Combine(_folder, "a.noodlink"), "iets anders");
        File.WriteAllBytes(Path.Combine(_folder, "b.noodlink"), []);
        using (var large = File.Create(Path.Combine(_folder, "c.noodlink"))) large.SetLength(CourierFile.FileBytesMax + 1L);

        var result = Read(_world.Hub);

        Assert.False(result.Good);
        Assert.StartsWith("1 nieuw, 0 al bekend, 0 geweigerd.", result.Words, StringComparison.Ordinal);
        Assert.Contains("a.noodlink: Dit is geen bestand van Noodlink.", result.Words, StringComparison.Ordinal);
        Assert.Contains("b.noodlink: Het bestand is leeg.", result.Words, StringComparison.Ordinal);
        Assert.Contains("c.noodlink: dit bestand is te groot.", result.Words, StringComparison.Ordinal);
    }

    private StickResult Write(TestStation station) =>
        station.Finish(station.StickIn(_folder).WriteAsync(CancellationToken.None), _world.Now);

    private StickResult Read(TestStation station) =>
        station.Finish(station.StickIn(_folder).ReadAsync(CancellationToken.None), _world.Now);
}
