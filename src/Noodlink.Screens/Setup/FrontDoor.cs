using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Noodlink.Station;

namespace Noodlink.Screens.Setup;

// Problem: connections cost an attacker nothing. Whoever opens hundreds of them and says nothing, or one letter a
// second, takes every place at the web server, and the volunteer's own screen is turned away.
//
// Idea: places are counted per address. No machine gets more than a busy office with all its tabs needs; all other
// machines together get half; the other half is for this machine itself, where the operator sits. What a connection may
// take its time for is limited in ProgramSetup.

/// <summary>Lets connections in, a fair share per machine, and closes what is left when the program stops.</summary>
/// <remarks>From any thread.</remarks>
internal sealed class FrontDoor(Desk desk, IHostApplicationLifetime life, TimeProvider time)
{
    /// <summary>Per other machine. A browser opens six and one for the events; this is nine such.</summary>
    public const int PerAddressMax = 64;

    /// <summary>Of all other machines, and of this one. Together below 1024: libmosquitto waits in select(2), which
    /// knows no higher descriptors.</summary>
    public const int OthersMax = 384, OwnMax = 384;

    /// <summary>After the stop, for answers that are under way.</summary>
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(1.5);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _others, _own;

    /// <summary>Runs a connection, or closes it when its machine has enough.</summary>
    public async Task PassAsync(ConnectionDelegate inside, ConnectionContext connection)
    {
        var from = AddressOf(connection.RemoteEndPoint);
        var isOwn = from is null || from.Equals(IPAddress.Loopback) || from.Equals(IPAddress.IPv6Loopback)
            || from.Equals(AddressOf(connection.LocalEndPoint));
        if (!TryEnter(isOwn ? null : from))
        {
            desk.Dropped.Add("connectionTurnedAway");
            connection.Abort();
            return;
        }

        using var closed = new CancellationTokenSource();
        try
        {
            await using var stopping = life.ApplicationStopping.Register(() => _ = AbortLaterAsync(connection, closed.Token));
            await inside(connection);
        }
        finally
        {
            await closed.CancelAsync();
            Leave(isOwn ? null : from);
        }
    }

    /// <summary>A slow reader, or a writer that never finishes, does not hold up the stop.</summary>
    private async Task AbortLaterAsync(ConnectionContext connection, CancellationToken closed)
    {
        await Task.Delay(FinishWithin, time, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!closed.IsCancellationRequested) connection.Abort();
    }

    private bool TryEnter(IPAddress? other)
    {
        lock (_gate)
        {
            if (other is null)
            {
                if (_own >= OwnMax) return false;
                _own++;
                return true;
            }

            var here = _byAddress.GetValueOrDefault(other);
            if (here >= PerAddressMax || _others >= OthersMax) return false;
            _byAddress[other] = here + 1;
            _others++;
            return true;
        }
    }

    private void Leave(IPAddress? other)
    {
        lock (_gate)
        {
            if (other is null)
            {
                _own--;
                return;
            }

            _others--;
            if (--_byAddress[other] == 0) _byAddress.Remove(other);
        }
    }

    private static IPAddress? AddressOf(EndPoint? end) =>
        end is not IPEndPoint { Address: var address } ? null
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
