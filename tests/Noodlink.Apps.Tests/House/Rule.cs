using Xunit.Sdk;

namespace Noodlink.Apps.Tests.House;

/// <summary>Says what is broken where: every offender at once, each with its file, and the rule itself.</summary>
internal static class Rule
{
    public static void Holds(string rule, IEnumerable<string> offenders)
    {
        var found = offenders.Distinct().Order(StringComparer.Ordinal).ToList();
        if (found.Count > 0) throw new XunitException($"{rule}\n  {string.Join("\n  ", found)}");
    }
}
