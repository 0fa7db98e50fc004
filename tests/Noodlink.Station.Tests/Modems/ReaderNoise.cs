using System.Text;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Two hundred streams of noise and of crumbs of its own language for a dialect that reads lines: it never throws,
/// keeps little, and hears the next frame.</summary>
internal static class ReaderNoise
{
    /// <param name="crumbs">Pieces that the modem could say, in any order.</param>
    /// <param name="frame">A frame from the air, as the modem tells it.</param>
    public static void Endure(Func<IModemDialect> make, string[] crumbs, string frame)
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var modem = make();
            var words = new List<ModemWord>();
            for (var piece = 0; piece < 300; piece++)
            {
                var noise = new byte[random.Next(0, 60)];
                random.NextBytes(noise);
                var crumb = Encoding.ASCII.GetBytes(crumbs[random.Next(crumbs.Length)]);
                modem.Read(random.Next(3) == 0 ? noise : crumb, words);
                if (random.Next(20) == 0) modem.Quiet(words);
                if (words.Count > 0) _ = modem.Heartbeat.Judge!(words[^1]);
            }

            Assert.True(words.OfType<ModemWord.Heard>().All(heard => heard.Frame.Length is > 0 and <= 320), $"seed {seed}");
            modem.Quiet(words);
            words.Clear();
            modem.Read(Enumerable.Repeat((byte)'A', 100_000).ToArray(), words);
            modem.Quiet(words);
            Assert.Equal("Noticed", Assert.Single(words).GetType().Name);
            words.Clear();
            modem.Read(Encoding.ASCII.GetBytes(frame), words);
            Assert.True(Assert.Single(words) is ModemWord.Heard, $"seed {seed}: deaf after noise");
        }
    }
}
