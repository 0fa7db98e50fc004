using Xunit.Abstractions;

namespace Noodlink.Tests;

// Linked into each test project, with a list of its own: LongClasses.cs.

/// <summary>The classes that take longest begin first, so that no thread sits alone with one of them at the end. A class
/// that is not in <see cref="LongClasses"/> comes later, in the order of its name: the same every time.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(Rank).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    private static int Rank(ITestCollection collection)
    {
        var rank = Array.FindIndex(
            LongClasses.Names, name => collection.DisplayName.EndsWith($".{name}", StringComparison.Ordinal));
        return rank < 0 ? LongClasses.Names.Length : rank;
    }
}
