using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Noodlink.Station.Queue;

// Problem: somebody's log fills the disk, and the first that does not fit is the noodmelding. Idea: from the first start
// on a file holds room that nobody else can take. When a noodmelding meets a full disk, the file gives up a piece, and
// the same commit is tried again at once. It gives one piece at a time: whatever filled the disk may eat what is given
// before the noodmelding gets it, and then there is a next one. The blocks are real (posix_fallocate), not a hole.
//
// It is a file and not a reserve inside the database, so that everything a noodmelding needs can use it: the database and
// its log, the bound of numbers, the airtime ledger, the files for the meldkamer, the broker's configuration
// (durability.md §3.5).

/// <summary>The file <c>ballast</c>: room on the disk of the data directory, kept for noodmeldingen.</summary>
/// <remarks>Any thread. A disk that fails is an answer, never an exception.</remarks>
internal sealed partial class Ballast
{
    public const string FileName = "ballast";

    /// <summary>Room for 15,000 noodmeldingen at a node (measured: 0.9 kB each), for 1,000 at a hub with their three files
    /// for the meldkamer (14 kB each).</summary>
    public const long MostBytes = 16 * 1024 * 1024;

    /// <summary>One commit of a noodmelding takes about 60 kB in the log, the index of the log 32 kB, its files 12 kB.</summary>
    private const long LeastPieceBytes = 128 * 1024;

    private const int Pieces = 8;

    /// <summary>On the smallest disk: two of the first half, one for real noodmeldingen, one for upkeep.</summary>
    private const int PiecesLeast = 4;

    private const int Interrupted = 4;

    /// <summary>A sixteenth of a small disk: there the messages need the room themselves.</summary>
    private const int ShareOfDisk = 16;

    private readonly Lock _gate = new();
    private readonly string _directory;
    private readonly string _path;
    private long _standing;

    /// <summary>Takes up what stands there, and nothing more: see <see cref="TryAdd"/>.</summary>
    /// <param name="mostBytes">Less where many stations share one small disk (tests).</param>
    public Ballast(string directory, long mostBytes = MostBytes)
    {
        _directory = directory;
        _path = Path.Combine(directory, FileName);
        var share = Disk()?.TotalSize / ShareOfDisk ?? mostBytes;
        PieceBytes = Math.Max(Math.Min(mostBytes, share) / Pieces / 4096 * 4096, LeastPieceBytes);
        WholeBytes = Math.Max(Math.Min(mostBytes, share) / PieceBytes, PiecesLeast) * PieceBytes;
        _standing = Standing();
    }

    /// <summary>What it is when it is whole, in bytes.</summary>
    public long WholeBytes { get; }

    /// <summary>What is given up or added at once, in bytes.</summary>
    public long PieceBytes { get; }

    /// <summary>What stands now, in bytes.</summary>
    public long StandingBytes => Interlocked.Read(ref _standing);

    public bool IsWhole => StandingBytes >= WholeBytes;

    /// <summary>The second half is for what is real.</summary>
    public bool IsHalf => StandingBytes >= WholeBytes / 2;

    /// <summary>It still is when a piece has been given up.</summary>
    public bool StaysHalf => StandingBytes - PieceBytes >= WholeBytes / 2;

    /// <summary>There is more than the last piece.</summary>
    public bool IsMoreThanLast => StandingBytes > PieceBytes;

    /// <summary>Bytes that this user can still write; null when the system does not tell.</summary>
    public long? FreeBytes => Disk()?.AvailableFreeSpace;

    /// <summary>There is a piece of free room beside the ballast. Where the system does not tell: yes.</summary>
    public bool HasRoomBeside => FreeBytes is not { } free || free >= PieceBytes;

    /// <summary>Gives one piece to the disk.</summary>
    /// <returns>False: nothing is left to give.</returns>
    public bool TryGiveUp()
    {
        lock (_gate)
        {
            Look();
            if (_standing == 0) return false;
            return TrySetLength(Math.Max(0, (_standing - 1) / PieceBytes * PieceBytes));
        }
    }

    /// <summary>Takes one piece, when another one stays free beside it.</summary>
    /// <returns>False: no room, or it is whole.</returns>
    public bool TryAdd()
    {
        lock (_gate)
        {
            Look();
            if (_standing >= WholeBytes) return false;
            var more = Math.Min(PieceBytes, WholeBytes - _standing);
            return FreeBytes is not { } free || free >= more + PieceBytes ? TryAllocate(_standing + more) : false;
        }
    }

    /// <summary>Somebody who looks for room may have deleted it.</summary>
    private void Look()
    {
        try
        {
            var length = File.Exists(_path) ? new FileInfo(_path).Length : 0;
            if (length < _standing) Interlocked.Exchange(ref _standing, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Exchange(ref _standing, 0);
        }
    }

    /// <summary>As at power-on: of a larger or a sparse file (a copied disk) only what is real stands.</summary>
    private long Standing()
    {
        try
        {
            if (!File.Exists(_path)) return 0;
            var length = Math.Min(new FileInfo(_path).Length, WholeBytes);
            if (TryAllocate(length)) return length;
            return TrySetLength(0) ? 0 : length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private bool TryAllocate(long length)
    {
        try
        {
            using var file = Open();
            var before = RandomAccess.GetLength(file);
            int error;
            do error = Allocate(file, 0, length);
            while (error == Interrupted);
            // What a full disk allocated of it is given back at once.
            RandomAccess.SetLength(file, error == 0 ? length : Math.Min(before, length));
            if (error != 0) return false;
            Interlocked.Exchange(ref _standing, length);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool TrySetLength(long length)
    {
        try
        {
            using var file = Open();
            RandomAccess.SetLength(file, length);
            Interlocked.Exchange(ref _standing, length);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private SafeFileHandle Open()
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // A handle of the file system's own: FileStream would ask for a lock and a buffer.
        if (File.Exists(_path)) return File.OpenHandle(_path, FileMode.Open, FileAccess.Write);
        using (new FileStream(_path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = ownerOnly,
        })) { }
        return File.OpenHandle(_path, FileMode.Open, FileAccess.Write);
    }

    private DriveInfo? Disk()
    {
        try
        {
            var disk = new DriveInfo(Path.GetFullPath(_directory));
            return disk.TotalSize > 0 ? disk : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>posix_fallocate(3): blocks that are really there, also where the file system has to write them. Gives the
    /// error number itself.</summary>
    [LibraryImport("libc", EntryPoint = "posix_fallocate64")]
    private static partial int Allocate(SafeFileHandle file, long offset, long length);
}
