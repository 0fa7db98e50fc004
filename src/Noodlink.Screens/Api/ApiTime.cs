using System.Globalization;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Api;

/// <summary>Times in the API: RFC 3339 with the Dutch offset, to the millisecond.</summary>
internal static class ApiTime
{
    public static string Text(DateTimeOffset at) =>
        DutchTime.Local(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
