namespace Noodlink.Station.Queue;

/// <summary>What people typed and did not send.</summary>
internal sealed partial class ReadingConnection
{
    public DraftText? FindDraft(string id) =>
        Prepared($"SELECT {MessageQueue.DraftColumns} FROM draft WHERE id = $1").First(MessageQueue.DraftRow, id);

    /// <summary>Newest first.</summary>
    public List<DraftText> OpenDrafts() => Prepared(
            $"""
            SELECT {MessageQueue.DraftColumns} FROM draft WHERE sent_as IS NULL AND dropped = 0 AND blank = 0
            ORDER BY at DESC, id
            """)
        .All(MessageQueue.DraftRow);
}
