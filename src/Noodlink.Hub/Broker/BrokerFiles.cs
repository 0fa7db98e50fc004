using System.Security.Cryptography;
using System.Text;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Stations;

namespace Noodlink.Hub.Broker;

// What Mosquitto reads: a configuration, a password file and an access list, generated at each start and after each
// change of the stations file, all 0600 in a directory that is 0700.
//
// Rights (issue: nobody reads or writes for another). A station publishes its own `up` and reads its own `down`; the
// hub publishes everyone's `down` and reads everyone's `up`; nobody is anonymous, and $SYS is closed. The client id
// is taken from the user name, so that one station cannot push another off by using its client id. Mosquitto 2.0 does
// not check the access list at SUBSCRIBE, only at each delivery: a subscription to another's topic is granted and
// stays silent.
//
// Mosquitto 2.0.11 with max_queued_messages 0 ends a connection that publishes where it may not, after the PUBACK that
// says so (with any other number it does not). Only a station with wrong settings ever gets there, and both show.
//
// Passwords stand hashed as mosquitto_passwd writes them: $7$iterations$salt$hash, PBKDF2 with HMAC-SHA512, 64 bytes,
// salt of 12 bytes, both base64. 101 iterations is the tool's own number and enough here: the passwords are random.
//
// Memory instead of limits on queues (architecture §4.14): max_queued_messages 0 means that no message is dropped in
// silence; what is too much ends at memory_limit, which disconnects. 64 MB holds some 100,000 of our frames, ten times
// what 150 stations may have under way (64 each).
//
// References: mosquitto.conf(5) and mosquitto_passwd(1) of 2.0.11.

/// <summary>The files of the managed broker.</summary>
internal sealed class BrokerFiles(string dataDirectory)
{
    private const int Iterations = 101, SaltBytes = 12, HashBytes = 64;
    private const int MemoryLimitBytes = 64 * 1024 * 1024;

    private readonly string _directory = Path.Combine(Path.GetFullPath(dataDirectory), "broker");

    /// <summary>Also how a leftover broker is known to be ours.</summary>
    public string ConfigurationPath => Path.Combine(_directory, "mosquitto.conf");

    /// <summary>Which process was started last.</summary>
    public string PidPath => Path.Combine(_directory, "broker.pid");

    private string PasswordPath => Path.Combine(_directory, "passwords");

    private string AccessPath => Path.Combine(_directory, "access");

    /// <exception cref="IOException">The disk refuses.</exception>
    public void Write(BrokerOptions options, StationId hub, string hubPassword, StationList stations)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(_directory, ownerOnly);
        SecretFile.Replace(PasswordPath, Encoding.UTF8.GetBytes(Passwords(hub, hubPassword, stations)));
        SecretFile.Replace(AccessPath, Encoding.UTF8.GetBytes(Access(hub, stations)));
        SecretFile.Replace(ConfigurationPath, Encoding.UTF8.GetBytes(Configuration(options)));
    }

    /// <summary>One line of a Mosquitto password file.</summary>
    internal static string PasswordLine(string user, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA512, HashBytes);
        return $"{user}:$7${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}\n";
    }

    private static string Passwords(StationId hub, string hubPassword, StationList stations)
    {
        var text = new StringBuilder(PasswordLine(hub.ToString(), hubPassword));
        foreach (var station in stations.Entries)
            text.Append(PasswordLine(station.Id.ToString(), station.MqttPassword));
        return text.ToString();
    }

    private static string Access(StationId hub, StationList stations)
    {
        var text = new StringBuilder($"user {hub}\ntopic read noodlink/v1/+/up\ntopic write noodlink/v1/+/down\n");
        foreach (var station in stations.Entries)
        {
            text.Append($"\nuser {station.Id}\n");
            text.Append($"topic write noodlink/v1/{station.Id}/up\ntopic read noodlink/v1/{station.Id}/down\n");
        }

        return text.ToString();
    }

    private string Configuration(BrokerOptions options) => $"""
        # Written by the Noodlink hub at each start: changes made here are lost.
        user {Environment.UserName}
        listener {options.Port} {options.Address}
        allow_anonymous false
        password_file {PasswordPath}
        acl_file {AccessPath}
        use_username_as_clientid true
        set_tcp_nodelay true
        max_keepalive 10
        max_inflight_messages 100
        max_queued_messages 0
        memory_limit {MemoryLimitBytes}
        max_packet_size 16384
        retain_available false
        persistence false
        sys_interval 0
        log_dest stderr
        log_timestamp false
        log_type error
        log_type warning
        log_type notice
        connection_messages false

        """;
}
