using System.Text;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Salvage;

/// <summary>What was typed outlives damage too; never other words without saying so.</summary>
public sealed class DraftSalvageTests : IDisposable
{
    private static readonly string Long = new('a', 9000);

    private readonly QueueBench _bench = new();

    public DraftSalvageTests()
    {
        _bench.Queue.Begin();
        for (var i = 0; i < 20; i++)
            _bench.Queue.KeepDraft(
                new DraftText(Id(i), "noodmelding", $$"""{"wat":"Typewerk {{i}}","meer":"{{(i % 5 == 0 ? Long : "")}}"}"""),
                isBlank: false, QueueBench.Wall);
        _bench.Queue.Commit();
        _bench.Store(Some.Alarm(), new DraftText(Id(3), "noodmelding", "{}").Key);
        _bench.Queue.EmptyLog();
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Drafts_come_out_of_a_file_that_lost_its_first_page()
    {
        Damage(file => file.AsSpan(0, SalvagePages.PageBytes).Clear());
        for (var i = 0; i < 20; i++)
        {
            var draft = _bench.Queue.FindDraft(Id(i))!;
            Assert.Contains($"Typewerk {i}\"", draft.Fields, StringComparison.Ordinal);
            Assert.Equal((false, i == 3 ? "GR-WK1-0001" : null), (draft.Damaged, draft.SentAs));
        }
    }

    [Fact]
    public void A_sent_draft_that_an_old_page_still_had_open_is_closed_by_its_key()
    {
        _bench.Queue.Begin();
        Sqlite.Execute(QueueBench.Connection(_bench.Queue), "UPDATE draft SET sent_as = NULL");
        _bench.Queue.Commit();
        _bench.Queue.EmptyLog();
        Damage(file => file.AsSpan(0, SalvagePages.PageBytes).Clear());
        Assert.Equal("GR-WK1-0001", _bench.Queue.FindDraft(Id(3))!.SentAs);
        Assert.Null(_bench.Queue.FindDraft(Id(4))!.SentAs);
    }

    [Fact]
    public void A_flipped_bit_in_the_words_of_a_draft_is_said()
    {
        Damage(
            file =>
            {
                var at = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes("Typewerk 7\""));
                file[at] ^= 1;
            });
        var draft = _bench.Queue.FindDraft(Id(7))!;
        Assert.True(draft.Damaged);
        Assert.Contains("Uypewerk 7", draft.Fields, StringComparison.Ordinal);
        Assert.False(_bench.Queue.FindDraft(Id(8))!.Damaged);
    }

    private static string Id(int i) => $"{i:x32}";

    private void Damage(Action<byte[]> how)
    {
        _bench.Close();
        var bytes = File.ReadAllBytes(_bench.Path);
        how(bytes);
        File.WriteAllBytes(_bench.Path, bytes);
        _bench.Reopen();
    }
}
