using System.Net;

namespace Noodlink.Screens.Access;

// Problem: a PIN of a few digits is guessed quickly by a program, and a lock after N wrong tries keeps out the
// volunteer with cold hands at the moment it matters.
//
// Idea: every wrong try begins a wait for that address, each longer than the one before, up to 30 s, and nothing is ever
// locked. A try inside the wait is not compared with the PIN: it is told how many seconds are left, costs nothing and makes
// the wait no longer, so neither many tries at once nor the speed of the answer tell more than one try does. No request is
// held: tries that waited in a row would add their waits up, and the right PIN behind four wrong ones would come last.

/// <summary>How long an address waits before its next PIN is looked at.</summary>
/// <remarks>May be called from any thread.</remarks>
internal sealed class PinPatience(TimeProvider time)
{
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(10);
    private const int AddressesMax = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Address> _addresses = [];

    /// <summary>Looks at one PIN. Null: it was not looked at, because a wait goes on (<see cref="LeftFor"/>).</summary>
    public bool? Try(IPAddress? remote, Func<bool> isRight)
    {
        var address = Of(Network(remote ?? IPAddress.None));
        lock (address)
        {
            if (Left(address) > TimeSpan.Zero) return null;
            var right = isRight();
            address.Wrong = right ? 0 : Math.Min(address.Wrong + 1, 16);
            address.LastTry = time.GetTimestamp();
            return right;
        }
    }

    /// <summary>How long this address still waits before a try is looked at, 30 s at most; zero: it does not.</summary>
    public TimeSpan LeftFor(IPAddress? remote)
    {
        var address = Of(Network(remote ?? IPAddress.None));
        lock (address) return Left(address);
    }

    private TimeSpan Left(Address address) => address.Wait - time.GetElapsedTime(address.LastTry) is var left
        && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private Address Of(IPAddress network)
    {
        lock (_lock)
        {
            if (_addresses.Count >= AddressesMax)
                foreach (var (key, value) in _addresses.ToArray())
                    if (time.GetElapsedTime(value.LastTry) > ForgetAfter) _addresses.Remove(key);
            // With so many addresses at once somebody is guessing from many: they share one turn.
            if (_addresses.Count >= AddressesMax) network = IPAddress.None;
            if (!_addresses.TryGetValue(network, out var address))
                _addresses[network] = address = new Address { LastTry = time.GetTimestamp() };
            if (time.GetElapsedTime(address.LastTry) > ForgetAfter) address.Wrong = 0;
            return address;
        }
    }

    // One IPv6 machine has 2^64 addresses to try from.
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private sealed class Address
    {
        public int Wrong { get; set; }

        public long LastTry { get; set; }

        public TimeSpan Wait => Wrong == 0 ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(WaitMax.TotalSeconds, 1 << (Wrong - 1)));
    }
}
