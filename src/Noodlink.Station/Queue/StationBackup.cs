using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

// What is in a backup, and why: the database as of one moment; the bound of numbers, read after it, so that it is never
// behind; the airtime ledger; the hub's last good list of stations, with their keys; and, when the configuration is given,
// that and the files it names. Not in it: the folder for the meldkamer (whoever takes files from it has them; put back,
// they would be read twice), the broker's files and the ballast (made anew), the keys of the screens (people sign in
// again), and damaged files that were set aside.
//
// It is made while the program runs. One reading transaction holds the moment; this connection neither writes nor
// checkpoints, also not when it is the last to close (SQLite before 3.51.3 can lose commits with two checkpointers).

/// <summary>Makes a backup of a station's data directory, and puts one back.</summary>
public static class StationBackup
{
    private const int PagesPerStep = 256;

    /// <summary>Numbers that may have been given out after the backup are skipped: at a message a minute those of sixteen
    /// hours. Rounded up, so that people see at the number that this is another life.</summary>
    private const uint NumbersSkipped = 1000;

    /// <summary>The same for the journal, by which others read the hub's feed: who stands behind what was lost must find
    /// what comes again.</summary>
    private const long JournalSkipped = 1_000_000;

    private const string SettingsFolder = "settings";
    private static readonly TimeSpan AirtimeWeighs = TimeSpan.FromHours(1);
    private static readonly string[] Beside = ["serial", "airtime.ledger", "stations.last-good.json"];

    private static readonly string[] SettingsFiles =
    [
        "Hub:StationsFile", "Station:KeyFile", "Mqtt:PasswordFile", "Mqtt:CaFile", "Mqtt:CertificateFile",
        "Mqtt:CertificateKeyFile", "Access:PinFile",
    ];

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the file, under a temporary name first, mode 0600. The program may run.</summary>
    /// <param name="directory">The station's data directory.</param>
    /// <param name="configuration">Its node.json or hub.json, to go along with what it names; null: only the data.</param>
    /// <param name="progress">Told bytes done and bytes in all; about.</param>
    /// <exception cref="BackupFaultException">There is nothing to back up, or it is damaged.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder for the backup is not there; it is never made.</exception>
    /// <exception cref="IOException">A disk refuses.</exception>
    /// <exception cref="NewerFileException">The data belongs to newer software.</exception>
    public static BackupList Make(
        string directory, string? configuration, string target, TimeProvider time, Action<long, long> progress)
    {
        var database = Path.Combine(directory, MessageQueue.FileName);
        if (!File.Exists(database)) throw new BackupFaultException($"{directory}: there is no {MessageQueue.FileName} here.");
        if (Path.GetFullPath(target).StartsWith(Path.GetFullPath(directory) + '/', StringComparison.Ordinal))
            throw new BackupFaultException($"{target} is in the data directory: what happens to the one happens to the other.");
        RefuseMissingFolder(target);
        RefuseOtherFile(target);
        Schema.RefuseNewer(database);
        var work = target + ".work";
        var archive = target + ".new";
        try
        {
            Directory.CreateDirectory(work, OwnerOnly);
            File.Delete(archive);
            var sources = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [MessageQueue.FileName] = Snapshot(database, Path.Combine(work, MessageQueue.FileName), progress),
            };
            foreach (var name in Beside) Copy(Path.Combine(directory, name), name, work, sources);
            if (configuration is not null) CopySettings(configuration, work, sources);
            var list = ListOf(sources, time);
            var all = list.Files.Sum(entry => entry.Bytes);
            BackupFile.Write(archive, list, sources, done => progress(all + done, 2 * all));
            _ = BackupFile.Check(archive);
            File.Move(archive, target, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(target))!);
            return list;
        }
        catch (SqliteException e)
        {
            throw new BackupFaultException($"{database} cannot be copied: {e.Message}");
        }
        finally
        {
            File.Delete(archive);
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>A folder that is not there is a stick that is not in: made here, it would stand on the disk that the backup
    /// is meant to outlive.</summary>
    private static void RefuseMissingFolder(string target)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder} is not there. Is the stick in, and mounted? No backup was made.");
    }

    /// <summary>Only an older backup is replaced: a slip of the hand costs no other file, and no device.</summary>
    private static void RefuseOtherFile(string target)
    {
        if (!Path.Exists(target)) return;
        try
        {
            if (new FileInfo(target) is { Length: > 0 }) _ = BackupFile.Check(target);
            else throw new BackupFaultException("It is empty, or no file.");
        }
        catch (Exception fault) when (fault is BackupFaultException or IOException or UnauthorizedAccessException)
        {
            throw new BackupFaultException(
                $"{target} is there already and is no whole backup of Noodlink ({fault.Message}) Choose another name.");
        }
    }

    /// <summary>Checks a backup and puts it in a directory that is empty or not there. The settings that went along are in
    /// its folder <c>settings</c>.</summary>
    /// <returns>What was in it, and the first number that the station will give out.</returns>
    /// <exception cref="BackupFaultException">It cannot be used, or the directory is not empty; nothing was changed.</exception>
    /// <exception cref="DirectoryInUseException">A program uses the directory.</exception>
    /// <exception cref="IOException">A disk refuses; what was put there is taken away again.</exception>
    public static (BackupList List, uint NextNumber) Restore(string source, string directory, TimeProvider time)
    {
        var list = BackupFile.Check(source);
        if (list.Schema > Schema.Current)
            throw new BackupFaultException(
                $"The backup has format {list.Schema}, this program knows up to {Schema.Current}: use the Noodlink that made it.");
        if (Directory.Exists(directory)) RefuseUsed(directory);
        using var claim = DirectoryClaim.Take(directory);
        try
        {
            var young = (time.GetUtcNow() - list.MadeAt).Duration() < AirtimeWeighs;
            BackupFile.Unpack(
                source, (entry, content) =>
                {
                    if (entry.Name != "serial" && (young || entry.Name != "airtime.ledger")) Put(directory, entry.Name, content);
                });
            var bound = Math.Min((list.HighestNumber + (2 * NumbersSkipped) - 1) / NumbersSkipped * NumbersSkipped,
                MessageNumber.SerialMax);
            using (var text = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(bound.ToString(CultureInfo.InvariantCulture))))
                Put(directory, "serial", text);
            StartBehind(Path.Combine(directory, MessageQueue.FileName + Unfinished), list.HighestNumber, bound);
            // The database last: what is not complete is no data directory.
            File.Move(Path.Combine(directory, MessageQueue.FileName + Unfinished), Path.Combine(directory, MessageQueue.FileName));
            DirectorySync.Flush(directory);
            return (list, bound + 1);
        }
        catch (Exception e)
        {
            foreach (var name in list.Files.Select(entry => entry.Name).Append(MessageQueue.FileName + Unfinished))
                File.Delete(Path.Combine(directory, name));
            if (e is SqliteException) throw new BackupFaultException($"The backup cannot be put back: {e.Message}");
            throw;
        }
    }

    private const string Unfinished = ".restoring";

    private static void RefuseUsed(string directory)
    {
        // Who runs there is told before what stands there.
        if (File.Exists(Path.Combine(directory, DirectoryClaim.FileName))) DirectoryClaim.Take(directory).Dispose();
        if (Directory.EnumerateFileSystemEntries(directory).FirstOrDefault(path => Path.GetFileName(path) != DirectoryClaim.FileName)
            is { } first)
            throw new BackupFaultException(
                $"{directory} is not empty ({Path.GetFileName(first)} is there). Nothing was changed. Move it aside first: " +
                $"mv {directory} {directory}.old");
    }

    /// <summary>The database itself says where its numbers go on, as after a salvage (MessageQueue.Numbers).</summary>
    private static void StartBehind(string database, uint highest, uint bound)
    {
        using var connection = Sqlite.OpenCopy(database);
        using var transaction = connection.BeginTransaction();
        Count("floor", $"{bound}");
        Count($"skip:{highest + 1}", $"{bound}");
        Count("journal", $"coalesce(max(n), 0) + {JournalSkipped} FROM message");
        transaction.Commit();

        void Count(string name, string value) =>
            Sqlite.Execute(connection, $"INSERT OR REPLACE INTO counter (name, value) SELECT '{name}', {value}");
    }

    private static void Put(string directory, string name, Stream content)
    {
        var path = Path.Combine(directory, name == MessageQueue.FileName ? name + Unfinished : name);
        if (name.StartsWith(SettingsFolder + '/', StringComparison.Ordinal))
            Directory.CreateDirectory(Path.Combine(directory, SettingsFolder), OwnerOnly);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        content.CopyTo(file);
        file.Flush(flushToDisk: true);
    }

    private static string Snapshot(string database, string target, Action<long, long> progress)
    {
        using (new FileStream(target, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        })) { }
        using var source = Sqlite.OpenSnapshot(database);
        using var copy = Sqlite.OpenCopy(target);
        using (var backup = SQLitePCL.raw.sqlite3_backup_init(copy.Handle, "main", source.Handle, "main"))
        {
            int code;
            do
            {
                code = SQLitePCL.raw.sqlite3_backup_step(backup, PagesPerStep);
                long pages = SQLitePCL.raw.sqlite3_backup_pagecount(backup);
                progress((pages - SQLitePCL.raw.sqlite3_backup_remaining(backup)) * 4096, pages * 4096 * 2);
            }
            while (code == SQLitePCL.raw.SQLITE_OK);
            if (code != SQLitePCL.raw.SQLITE_DONE) throw new SqliteException($"{database} cannot be copied to {target}.", code);
        }

        // One file, without a log beside it.
        Sqlite.Execute(copy, "PRAGMA journal_mode = DELETE");
        return Sqlite.Scalar(copy, "PRAGMA quick_check(1)") is "ok"
            ? target
            : throw new BackupFaultException(
                $"{database} is damaged. Start the program once: it saves what can be saved. Then make the backup.");
    }

    private static void Copy(string path, string name, string work, SortedDictionary<string, string> sources)
    {
        if (!File.Exists(path)) return;
        var copy = Path.Combine(work, name.Replace('/', '+'));
        File.Copy(path, copy);
        if (!sources.TryAdd(name, copy)) throw new BackupFaultException($"Two files of the configuration are called {name}.");
    }

    private static void CopySettings(string configuration, string work, SortedDictionary<string, string> sources)
    {
        Copy(configuration, $"{SettingsFolder}/{Path.GetFileName(configuration)}", work, sources);
        using var json = JsonDocument.Parse(
            File.ReadAllBytes(configuration),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var named = SettingsFiles.Select(key => Setting(json.RootElement, key.Split(':'))).OfType<string>();
        foreach (var path in named.Distinct(StringComparer.Ordinal))
        {
            if (!File.Exists(path)) throw new BackupFaultException($"{configuration} names {path}, which is not there.");
            Copy(path, $"{SettingsFolder}/{Path.GetFileName(path)}", work, sources);
        }
    }

    private static string? Setting(JsonElement at, string[] key)
    {
        foreach (var name in key)
        {
            if (at.ValueKind != JsonValueKind.Object) return null;
            at = at.EnumerateObject().FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        }

        return at.ValueKind == JsonValueKind.String && at.GetString() is { Length: > 0 } text ? text : null;
    }

    private static BackupList ListOf(SortedDictionary<string, string> sources, TimeProvider time)
    {
        using var database = Sqlite.OpenSnapshot(sources[MessageQueue.FileName]);
        var schema = Convert.ToInt32(Sqlite.Scalar(database, "PRAGMA user_version"));
        var messages = Convert.ToInt64(Sqlite.Scalar(database, "SELECT count(*) FROM message"));
        var highest = Convert.ToInt64(Sqlite.Scalar(database, "SELECT coalesce(max(serial), 0) FROM message WHERE own = 1"));
        var number = Sqlite.Scalar(database, "SELECT number FROM message WHERE own = 1 ORDER BY n DESC LIMIT 1") as string;
        var bound = sources.TryGetValue("serial", out var path)
            && uint.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var kept) && kept <= MessageNumber.SerialMax
            ? kept : 0;
        return new BackupList(
            BackupFile.Format, MessageNumber.TryParse(number ?? "", out var last) ? last.Station.ToString() : null,
            time.GetUtcNow(), schema, messages, Math.Max((uint)highest, bound), [.. sources.Select(Entry)]);
    }

    private static BackupEntry Entry(KeyValuePair<string, string> source)
    {
        using var file = File.OpenRead(source.Value);
        return new BackupEntry(source.Key, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
