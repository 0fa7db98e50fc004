using System.Net;

namespace Noodlink.Screens.Access;

// Problem: a PIN of a few digits is guessed quickly by a program, and a lock after N wrong tries keeps out the
// volunteer with cold hands at the moment it matters.
//
// Idea: every wrong try makes the next answer to that address wait longer, up to 30 s, and nothing is ever locked. The
// wait comes before the comparison and tries from one address go one by one, so neither the speed of the answer nor
// many tries at once tell more than one try does. The wait counts from the wrong try: who reads the page that says how
// long, and then types, does not wait twice.

/// <summary>How long an address waits before its next PIN is looked at.</summary>
/// <remarks>May be called from any thread.</remarks>
internal sealed class PinPatience(TimeProvider time)
{
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(10);
    private const int AddressesMax = 1024;
    private const int WaitingMax = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Address> _addresses = [];

    /// <summary>Looks at one PIN, after the wait that its address has earned. Null: too many tries are waiting
    /// already.</summary>
    public async Task<bool?> TryAsync(IPAddress? remote, Func<bool> isRight, CancellationToken cancel)
    {
        var address = Of(Network(remote ?? IPAddress.None));
        if (Interlocked.Increment(ref address.Waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref address.Waiting);
            return null;
        }

        try
        {
            await address.Turn.WaitAsync(cancel);
            try
            {
                if (Left(address) is var left && left > TimeSpan.Zero) await Task.Delay(left, time, cancel);
                var right = isRight();
                address.Wrong = right ? 0 : Math.Min(address.Wrong + 1, 16);
                address.LastTry = time.GetTimestamp();
                return right;
            }
            finally
            {
                address.Turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref address.Waiting);
        }
    }

    /// <summary>How long the next try of this address waits before it is looked at; zero: it does not.</summary>
    public TimeSpan LeftFor(IPAddress? remote) => Left(Of(Network(remote ?? IPAddress.None)));

    private TimeSpan Left(Address address) => address.Wait - time.GetElapsedTime(address.LastTry) is var left
        && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private Address Of(IPAddress network)
    {
        lock (_lock)
        {
            if (_addresses.Count >= AddressesMax)
                foreach (var (key, value) in _addresses.ToArray())
                    if (value.Waiting == 0 && time.GetElapsedTime(value.LastTry) > ForgetAfter) _addresses.Remove(key);
            // With so many addresses at once somebody is guessing from many: they share one turn.
            if (_addresses.Count >= AddressesMax) network = IPAddress.None;
            if (!_addresses.TryGetValue(network, out var address))
                _addresses[network] = address = new Address { LastTry = time.GetTimestamp() };
            if (address.Waiting == 0 && time.GetElapsedTime(address.LastTry) > ForgetAfter) address.Wrong = 0;
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
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Waiting;

        public int Wrong { get; set; }

        public long LastTry { get; set; }

        public TimeSpan Wait => Wrong == 0 ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(WaitMax.TotalSeconds, 1 << (Wrong - 1)));
    }
}
