using System.Security.Cryptography;
using System.Text;
using Noodlink.Protocol.Sealing;

namespace Noodlink.Protocol.Tests.Radio.SharedAir;

/// <summary>A hub and its points on one channel, from a seed.</summary>
internal static class AirRun
{
    public static AirResult Of(AirSetup setup)
    {
        var sky = new Sky();
        var chance = new Random(setup.Seed);
        using var everybody = new Envelope(Key(setup.Seed, 0), ushort.MaxValue);
        var hub = new HubSite(sky, setup, everybody, new Random(chance.Next()));
        var envelopes = new List<Envelope>();
        var points = new Dictionary<ushort, Point>();
        for (ushort number = 1; number <= setup.Points; number++)
        {
            var key = Key(setup.Seed, number);
            var envelope = new Envelope(key, number);
            var proof = new SlotReceipt(key, number);
            envelopes.Add(envelope);
            hub.Add(number, envelope, proof);
            points.Add(number, new Point(sky, number, setup, envelope, proof, everybody, new Random(chance.Next())));
        }

        hub.Kept = (station, serial) =>
            points[station].Calls[(int)serial - 1].HeardAt = points[station].Calls[(int)serial - 1].Tries;
        sky.RunUntil(AirSetup.WarmUp);
        var sent = hub.Sent;
        sky.RunUntil(AirSetup.WarmUp + setup.Length);
        var duty = (hub.Sent - sent) / setup.Length;
        envelopes.ForEach(envelope => envelope.Dispose());
        return Count(setup, hub, points, duty);
    }

    private static AirResult Count(AirSetup setup, HubSite hub, Dictionary<ushort, Point> points, double duty)
    {
        var all = points.SelectMany(point => point.Value.Calls.Select(call => (Station: point.Key, Call: call))).ToList();
        var confirmed = all.Where(one => one.Call.Confirmed >= AirSetup.WarmUp).Select(one => one.Call).ToList();

        // Those posted in the last minutes may still be on their way; they say nothing about the first try either way.
        var end = AirSetup.WarmUp + setup.Length - TimeSpan.FromMinutes(3);
        var counted = all.Select(one => one.Call).Where(
            call => setup.PerHour is null ? call.FirstSent >= AirSetup.WarmUp && call.FirstSent < end
                : call.Posted >= AirSetup.WarmUp && call.Posted < end).ToList();
        var flash = counted.Where(call => call.IsFlash).ToList();
        return new AirResult(
            counted.Count(call => call.HeardAt == 1) / (double)counted.Count,
            confirmed.Count / setup.Length.TotalHours,
            Spread.Of(Waits(counted, call => call.Confirmed)),
            Spread.Of(Waits(flash, call => call.FirstSent)),
            Spread.Of(Waits(flash, call => call.Confirmed)),
            duty,
            all.Count(one => one.Call.Confirmed is not null && !hub.Has(one.Station, one.Call.Serial)),
            counted.Count);
    }

    private static IEnumerable<double> Waits(IEnumerable<Call> calls, Func<Call, TimeSpan?> until) =>
        calls.Where(call => until(call) is not null).Select(call => (until(call)!.Value - call.Posted).TotalSeconds);

    private static StationKey Key(int seed, int number)
    {
        var secret = SHA256.HashData(Encoding.ASCII.GetBytes($"{seed} {number}"));
        return StationKey.TryCreate(secret, out var key) ? key : throw new InvalidOperationException();
    }
}
