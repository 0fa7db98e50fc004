namespace Noodlink.Screens.Service;

/// <summary>Does the journal read what we write? systemd.exec(5): JOURNAL_STREAM names the stream as device:inode, so that
/// a program whose output was pointed elsewhere can tell.</summary>
internal static class JournalStream
{
    public static bool IsStandardOutput() =>
        Is(Environment.GetEnvironmentVariable("JOURNAL_STREAM"), new FileInfo("/proc/self/fd/1").LinkTarget);

    /// <param name="stream"><c>8:1234</c>, or null where there is no journal.</param>
    /// <param name="target">What the output is: <c>socket:[1234]</c>, a file, a terminal.</param>
    internal static bool Is(string? stream, string? target) =>
        stream?.Split(':') is [_, { Length: > 0 } inode] && target == $"socket:[{inode}]";
}
