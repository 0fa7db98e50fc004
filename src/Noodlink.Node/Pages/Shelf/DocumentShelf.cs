using System.Security;

namespace Noodlink.Node.Pages.Shelf;

// Problem: a folder of files is handed to anybody who can reach this screen, and a name in an address can say "one folder
// up". A page that somebody put there could also run a script in the name of this program.
//
// Idea: nothing is opened by the name in an address. The folder is listed, and what is asked for must be one of the names in
// the list, as the disk itself spells it. Only kinds that a browser shows without running anything are listed, each goes
// out with its own type, and links in the folder are left out, because they lead elsewhere.

/// <summary>The documents of this point: a folder that somebody fills, and that is only read.</summary>
/// <remarks>From any thread. A folder that is not there, or may not be read, is an empty one.</remarks>
internal sealed class DocumentShelf(string? folder)
{
    /// <summary>More than anybody looks through.</summary>
    public const int DocumentsMax = 200;

    /// <summary>Bytes of one document: a book of drawings, and small enough that ten people reading it at once do no
    /// harm.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "application/pdf", [".txt"] = "text/plain; charset=utf-8", [".md"] = "text/plain; charset=utf-8",
        [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg",
    };

    /// <summary>By name. Files of other kinds, links, hidden files, what is empty and what is too large are not
    /// there.</summary>
    public IReadOnlyList<Document> Documents()
    {
        if (string.IsNullOrWhiteSpace(folder)) return [];
        try
        {
            return
            [
                .. new DirectoryInfo(folder).EnumerateFiles().Where(IsDocument).Take(DocumentsMax)
                    .OrderBy(file => file.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(file => new Document(file.Name, file.FullName, Types[file.Extension], file.Length)),
            ];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SecurityException)
        {
            return [];
        }
    }

    /// <summary>Null: there is none of that name.</summary>
    public Document? Find(string name) => Documents().FirstOrDefault(document => document.Name == name);

    // A pipe or a device has no length either, and whoever opens one waits.
    private static bool IsDocument(FileInfo file) => Types.ContainsKey(file.Extension) && file.LinkTarget is null
        && !file.Name.StartsWith('.') && file.Length is > 0 and <= BytesMax && !file.Name.Any(char.IsControl);
}

/// <summary>One document.</summary>
/// <param name="Path">On the disk.</param>
/// <param name="MediaType">As it is sent.</param>
/// <param name="Bytes">Its size.</param>
public sealed record Document(string Name, string Path, string MediaType, long Bytes);
