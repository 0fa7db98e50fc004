using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Noodlink.Station.Queue;

// Problem: a log that is gone, or cut off at the edge of a frame, looks to SQLite like a log that was never written. The
// commits in it are lost without a word, and their numbers would be given out a second time.
//
// Idea: after each commit the highest numbers are written in place into a file of 24 bytes, without a flush: it costs two
// microseconds. It can only be behind the database, never ahead, so a witness that says more proves a loss, also after a
// kill -9. After a power cut it may be up to half a minute behind; then the bound in `serial` is what is left.

/// <summary>The numbers of the latest commit, in a file of its own. A disk that fails is no news here.</summary>
internal sealed class CommitWitness : IDisposable
{
    public const string FileName = "committed";

    private const int Bytes = 24;
    private static readonly byte[] Mark = "NLW1"u8.ToArray();

    private readonly string _path;
    private SafeFileHandle? _file;
    private (uint Serial, long N) _written;

    public CommitWitness(string directory)
    {
        _path = Path.Combine(directory, FileName);
        (Serial, N) = Read();
        _written = (Serial, N);
    }

    /// <summary>Highest number of our own that was committed before this start; 0 when that is not known.</summary>
    public uint Serial { get; }

    /// <summary>Highest row that was committed before this start; 0 when that is not known.</summary>
    public long N { get; }

    /// <summary>After a commit.</summary>
    public void Note(uint serial, long n)
    {
        if (_written == (serial, n)) return;
        Span<byte> bytes = stackalloc byte[Bytes];
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], serial);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], n);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], RowSum.Of(bytes[..16]));
        try
        {
            _file ??= File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(_file, bytes, 0);
            _written = (serial, n);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The commit stands without its witness.
            Dispose();
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private (uint Serial, long N) Read()
    {
        try
        {
            if (!File.Exists(_path)) return default;
            var bytes = File.ReadAllBytes(_path).AsSpan();
            if (bytes.Length != Bytes || !bytes.StartsWith(Mark)) return default;
            if (BinaryPrimitives.ReadInt64BigEndian(bytes[16..]) != RowSum.Of(bytes[..16])) return default;
            return (BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
