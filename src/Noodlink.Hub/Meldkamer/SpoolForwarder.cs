using System.Text;
using System.Text.Json;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Meldkamer;

// Problem: another program, or a person with a USB stick, takes noodmeldingen out of a folder while we write into
// it, and the power may go at any moment. A reader must never see half a file, and the meldkamer must never get a
// version twice.
//
// Idea: the name of a file is the identity of a version. Each file is written under a name that no reader looks for,
// flushed, renamed, and the folder is flushed. The order is json, txt, cap.xml: where the cap.xml stands, everything
// stands, so that is the one file to wait for. A file that stands is never touched, whatever it holds.
//
// References: interfaces.md §4 (names, order), architecture §4.8 (the forgetful hub leaves what stands).

/// <summary>Writes each version as three files into a folder (<c>spool:&lt;dir&gt;</c>).</summary>
internal sealed class SpoolForwarder : Forwarder
{
    private const string TemporaryPrefix = ".noodlink-";
    private const string TemporarySuffix = ".part";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _directory;

    /// <summary>Makes the folder if it is not there and clears what a crash left. A folder that cannot be made or
    /// read is no reason not to start: every attempt then says so.</summary>
    public SpoolForwarder(string name, string directory)
    {
        Name = name;
        _directory = directory;
        try
        {
            if (!Directory.Exists(directory))
            {
                Directory.CreateDirectory(directory, OwnerOnly);
                DirectorySync.Flush(Path.GetDirectoryName(directory)!);
            }

            foreach (var left in Directory.EnumerateFiles(directory, TemporaryPrefix + "*" + TemporarySuffix))
                File.Delete(left);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            StartFault = fault.Message;
        }
    }

    public override string Name { get; }

    public override bool StaysHere => true;

    public override bool KeepsOrder => false;

    /// <summary>Why the folder could not be made ready at start; null when it could. For the log.</summary>
    public string? StartFault { get; }

    public override ValueTask<ForwardOutcome> ForwardAsync(Dossier dossier, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            // Not made again while running: a folder that vanished was unmounted, and what is written below its
            // mount point is seen by nobody.
            if (!Directory.Exists(_directory)) return Failed(Say.It(Words.Forward_NoFolder, _directory));
            if (IsOfAnother(dossier))
                return ValueTask.FromResult<ForwardOutcome>(new ForwardOutcome.Refused(
                    Say.It(Words.Forward_OtherThere, _directory, dossier.Identifier)));
            if (!File.Exists(PathOf(dossier, ".cap.xml"))) WriteAll(dossier);
            // Also when it stood there: the flush after the rename may be what failed the time before.
            DirectorySync.Flush(_directory);
            return ValueTask.FromResult<ForwardOutcome>(new ForwardOutcome.Written());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Failed(Say.It(Words.Forward_NotWritten, _directory, fault.Message), DiskFull.Is(fault));
        }
    }

    /// <summary>Does the first version of another noodmelding stand under this name? That happens when the data of hub and
    /// noodsteunpunt were both set back and the folder was not: then the number is given out again, and "it stands there"
    /// would hide a noodmelding that stands nowhere.</summary>
    private bool IsOfAnother(Dossier dossier)
    {
        var path = PathOf(dossier, ".json");
        if (dossier.Version != 1 || IsTypedIn($"{dossier.Bearer}") || !File.Exists(path)) return false;
        try
        {
            using var file = File.OpenRead(path);
            using var standing = JsonDocument.Parse(file);
            var root = standing.RootElement;
            return root.GetProperty("message").GetString() == $"{dossier.Source}"
                && !IsTypedIn(root.GetProperty("bearer").GetString())
                && root.GetProperty("createdAt").GetString() != CapWriter.Time(dossier.CreatedAt);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false; // Not a sheet of ours as it was written: it is left as it is, and nobody can tell.
        }
    }

    /// <summary>By voice or on paper: made by our clock, while the electronic copy has the noodsteunpunt's.</summary>
    private static bool IsTypedIn(string? bearer) => bearer is "Voice" or "Paper" or "WalkIn";

    private void WriteAll(Dossier dossier)
    {
        WriteOnce(PathOf(dossier, ".json"), JsonSheet.Write(dossier));
        WriteOnce(PathOf(dossier, ".txt"), Encoding.UTF8.GetBytes(Sheet.Of(dossier)));
        // The folder is flushed before the file that says that all is there, and after it.
        DirectorySync.Flush(_directory);
        WriteOnce(PathOf(dossier, ".cap.xml"), CapWriter.Write(dossier));
    }

    private void WriteOnce(string path, byte[] content)
    {
        if (File.Exists(path)) return;
        var temporary = Path.Combine(_directory, TemporaryPrefix + Path.GetFileName(path) + TemporarySuffix);
        try
        {
            using (var file = new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
            }))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else put it there in between. Then it stands, and it is theirs.
            Remove(temporary);
        }
        catch (Exception)
        {
            Remove(temporary);
            throw;
        }
    }

    // Room for the next attempt; what cannot be removed now is removed at the next start.
    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private string PathOf(Dossier dossier, string extension) =>
        Path.Combine(_directory, dossier.Identifier + extension);

    private static ValueTask<ForwardOutcome> Failed(string reason, bool diskFull = false) =>
        ValueTask.FromResult<ForwardOutcome>(new ForwardOutcome.Failed(reason, diskFull));
}
