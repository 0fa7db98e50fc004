[assembly: TestCollectionOrderer("Noodlink.Tests.LongestFirst", "Noodlink.Protocol.Tests")]

namespace Noodlink.Tests;

/// <summary>What begins first; see <see cref="LongestFirst"/>.</summary>
internal static class LongClasses
{
    /// <summary>Longest first: thirteen seconds down to two.</summary>
    public static readonly string[] Names =
    [
        nameof(Protocol.Tests.Wire.BodyFuzz), nameof(Protocol.Tests.Wire.TextFuzz),
        nameof(Protocol.Tests.Wire.AlarmFuzz), nameof(Protocol.Tests.Wire.FrameFuzz),
        nameof(Protocol.Tests.Radio.SharedAirTests), nameof(Protocol.Tests.Wire.ParityPartsFuzz),
        nameof(Protocol.Tests.Wire.RoundTrips),
    ];
}
