using Noodlink.Cli.Air;

namespace Noodlink.Station.Tests.Modems;

/// <summary>A test that mostly waits, for every modem of the catalogue at once: nine of them last as long as
/// one.</summary>
internal static class EachDevice
{
    /// <summary>Fails with every device that failed, each under its name.</summary>
    /// <param name="test">Gets the name that <c>noodlink air --modem</c> knows.</param>
    /// <param name="isWanted">Null: all.</param>
    public static async Task AtOnceAsync(Func<string, Task> test, Func<Emulation, bool>? isWanted = null)
    {
        var failures = await Task.WhenAll(
            EmulationCatalogue.All.Where(isWanted ?? (_ => true)).Select(emulation => TryAsync(emulation.Name, test)));
        var all = failures.OfType<string>().ToArray();
        Assert.True(all.Length == 0, string.Join("\n\n", all));
    }

    private static async Task<string?> TryAsync(string device, Func<string, Task> test)
    {
        await Task.Yield();
        var journal = Journal.Begin();
        try
        {
            await test(device);
            return null;
        }
#pragma warning disable CA1031 // Told with the others, under the name of its device.
        catch (Exception failure)
        {
            return $"{device}: {failure}\n{journal}";
        }
#pragma warning restore CA1031
    }
}
