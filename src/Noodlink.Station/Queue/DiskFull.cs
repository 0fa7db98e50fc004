using Microsoft.Data.Sqlite;

namespace Noodlink.Station.Queue;

/// <summary>Tells a full disk from a broken one.</summary>
public static class DiskFull
{
    // errno.h: ENOSPC and EDQUOT, which .NET passes on as they are.
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    /// <summary>SQLITE_IOERR_SHMSIZE: the index of the log cannot grow.</summary>
    private const int IndexTooLarge = 4874;

    /// <summary>What was to be written did not fit; with more room it will.</summary>
    public static bool Is(Exception e) => e switch
    {
        SqliteException sqlite => Sqlite.IsFull(sqlite) || sqlite.SqliteExtendedErrorCode == IndexTooLarge,
        IOException io => io.HResult is NoSpace or OverQuota,
        _ => false,
    };
}
