using System.Net.Sockets;
using System.Text;
using Noodlink.Screens.Service;

namespace Noodlink.Apps.Tests.Service;

public sealed class ServiceNoticeTests : IDisposable
{
    private const int Pid = 4711;

    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
    {
        ReceiveTimeout = 10_000,
    };

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private string? _path;

    public void Dispose()
    {
        _manager.Dispose();
        if (_path is not null) File.Delete(_path);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_manager_hears_it_on_a_path_and_on_an_abstract_name(bool isAbstract)
    {
        Listen(isAbstract);
        using var notice = Notice();
        notice.Ready("GR-WK1,\n0 waiting");
        notice.Alive();
        notice.MoreTimeToStart(TimeSpan.FromSeconds(60));
        notice.Stopping();

        Assert.Equal("READY=1\nSTATUS=GR-WK1, 0 waiting", Heard());
        Assert.Equal("WATCHDOG=1", Heard());
        Assert.Equal("EXTEND_TIMEOUT_USEC=60000000", Heard());
        Assert.Equal("STOPPING=1\nSTATUS=Stopping", Heard());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("run/notify")]
    [InlineData("/nowhere/at/all")]
    [InlineData("/this-name-is-longer-than-a-socket-address-takes-0123456789-0123456789-0123456789-0123456789-0123456789-01234")]
    public void Where_nobody_listens_nothing_is_said_and_nothing_breaks(string? name)
    {
        if (name is not null) _environment["NOTIFY_SOCKET"] = name;
        using var notice = Notice();
        notice.Ready("");
        notice.Alive();
        notice.Stopping();
    }

    [Theory]
    [InlineData("30000000", null, 30.0)]
    [InlineData("30000000", "4711", 30.0)]
    [InlineData("30000000", "4712", null)]
    [InlineData("0", null, null)]
    [InlineData("-1", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void The_watchdog_is_fed_only_where_it_is_ours(string? usec, string? pid, double? seconds)
    {
        Listen(isAbstract: true);
        if (usec is not null) _environment["WATCHDOG_USEC"] = usec;
        if (pid is not null) _environment["WATCHDOG_PID"] = pid;
        using var notice = Notice();
        Assert.Equal(seconds, notice.Watchdog?.TotalSeconds);
    }

    [Fact]
    public void A_manager_that_does_not_read_holds_nobody_up()
    {
        Listen(isAbstract: true);
        using var notice = Notice();
        for (var i = 0; i < 5000; i++) notice.Alive();
        Assert.Equal("WATCHDOG=1", Heard());
    }

    private ServiceNotice Notice() => new(name => _environment.GetValueOrDefault(name), Pid);

    private void Listen(bool isAbstract)
    {
        var name = $"noodlink-{Guid.NewGuid():N}";
        if (!isAbstract) _path = Path.Combine(Path.GetTempPath(), name);
        _manager.Bind(new UnixDomainSocketEndPoint(_path ?? $"\0{name}"));
        _environment["NOTIFY_SOCKET"] = _path ?? $"@{name}";
    }

    private string Heard()
    {
        var buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer.AsSpan(0, _manager.Receive(buffer)));
    }
}
