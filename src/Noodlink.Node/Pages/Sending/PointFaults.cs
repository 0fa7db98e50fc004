using System.Globalization;
using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Sending;

/// <summary>What keeps typed coordinates from being a point: the same bounds as the reader of messages has, said where they
/// are typed. Read back as a place they would be confirmed, and refused only at the end.</summary>
internal static class PointFaults
{
    private const string X = "location.rd.x";
    private const string Y = "location.rd.y";

    /// <summary>By field; empty when they are a point, or when nobody typed one.</summary>
    public static IReadOnlyDictionary<string, string[]> Of(TypedFields typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        if (typed.One(X) is null && typed.One(Y) is null) return FormFields.NoErrors;
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Add(faults, X, Words.Place_RdX, typed.One(X), 0, Rd.XMax);
        Add(faults, Y, Words.Place_RdY, typed.One(Y), Rd.YMin, Rd.YMax);
        return faults;
    }

    private static void Add(
        Dictionary<string, string[]> faults, string path, string label, string? typed, int least, int most)
    {
        var isWhole = long.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var metres);
        if (isWhole && metres >= least && metres <= most) return;
        var sentence = typed is null ? Words.Fault_Mandatory
            : Say.It(isWhole ? Words.Place_RdWrong : Words.Place_RdNotWhole, typed, least, most);
        faults[path] = [$"{label}: {sentence}"];
    }
}
