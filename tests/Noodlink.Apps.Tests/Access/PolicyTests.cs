using System.Net;
using Microsoft.AspNetCore.Http;
using Noodlink.Screens.Access;
using Noodlink.Screens.Setup;

namespace Noodlink.Apps.Tests.AccessRules;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.168.1.20", false)]
    [InlineData("::ffff:192.168.1.20", false)]
    [InlineData("fe80::1", false)]
    public void Only_a_loopback_address_is_at_this_machine(string remote, bool local)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);

        Assert.Equal(local, AccessPolicy.IsLocal(context));
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    public void What_came_through_a_proxy_is_never_at_this_machine(string header)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Headers[header] = "127.0.0.1";

        Assert.False(AccessPolicy.IsLocal(context));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5081", "192.168.1.5", "192.168.1.5", true)]
    [InlineData("http://0.0.0.0:5081", "192.168.1.5", "192.168.1.6", false)]
    [InlineData("http://0.0.0.0:5081", "192.168.1.5", "noodlink.evil.example", false)]
    [InlineData("http://0.0.0.0:5081", "192.168.1.5", "localhost", true)]
    [InlineData("http://[::]:5081", "fd00::5", "[fd00::5]", true)]
    [InlineData("http://192.168.1.5:5081", "192.168.1.5", "192.168.1.5", true)]
    [InlineData("http://punt.lan:5081", "192.168.1.5", "punt.lan", true)]
    public void Without_a_list_the_loopback_names_and_the_address_itself_are_ours(
        string urls, string local, string host, bool ours)
    {
        var faults = new List<string>();
        var policy = new AccessPolicy(ListenAddresses.Parse(urls, faults), new AccessOptions());
        var context = new DefaultHttpContext();
        context.Connection.LocalIpAddress = IPAddress.Parse(local);
        context.Request.Host = new HostString(host, 5081);

        Assert.Empty(faults);
        Assert.Equal(ours, policy.IsOurHost(context));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5081", true)]
    [InlineData("http://localhost:5081", true)]
    [InlineData("http://[::1]:5081", true)]
    [InlineData("http://127.0.0.1:5081;http://192.168.1.5:5081", false)]
    [InlineData("http://*:5081", false)]
    [InlineData("http://+:5081", false)]
    [InlineData("http://0.0.0.0:5081", false)]
    [InlineData("http://laptop:5081", false)] // Kestrel listens everywhere for a name
    public void Only_loopback_addresses_are_closed_to_other_machines(string urls, bool loopbackOnly)
    {
        var faults = new List<string>();

        Assert.Equal(loopbackOnly, ListenAddresses.Parse(urls, faults).LoopbackOnly);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:5081")]
    [InlineData("https://127.0.0.1:5081")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://:5081")]
    [InlineData("http://a b:5081")]
    public void An_address_that_cannot_be_listened_on_is_a_fault(string urls)
    {
        var faults = new List<string>();
        ListenAddresses.Parse(urls, faults);

        Assert.StartsWith("Urls", Assert.Single(faults), StringComparison.Ordinal);
    }
}
