namespace Noodlink.Station.Queue;

/// <summary>Reads how messages stand.</summary>
internal sealed class MessageReader
{
    public MessageView? Find(string number) => throw new NotSupportedException(number);

    public MessageView? ByJournal(long journal) => throw new NotSupportedException($"{journal}");

    public MessagePage Messages(MessageFilter filter) => throw new NotSupportedException($"{filter}");

    public MessagePage Feed(long after, int limit) => throw new NotSupportedException($"{after} {limit}");

    public IReadOnlyList<MessageView> Unhandled(int limit) => throw new NotSupportedException($"{limit}");

    public IReadOnlyList<VersionView> DueVersions(string forwarder, int limit) => throw new NotSupportedException(forwarder);
}
