using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Noodlink.Station.Bearers;

// The one file that knows libmosquitto.so.1, the MQTT client library of Eclipse Mosquitto (Debian: libmosquitto1).
//
// One object of this class is one connection: made, connected, looped until it ends, disposed. It is never reconnected,
// so nothing of an earlier connection (packets queued, messages in flight) can go out on a later one: what was not
// acknowledged stands in our own queue on disk and is offered again from there. For the same reason the session starts
// clean and ends with the connection.
//
// Threads. The library's own thread (mosquitto_loop_start) reconnects by itself, so it is not used: one thread of
// ours calls Loop. Publish and Disconnect may come from another thread. mosquitto_threaded_set(true) is what makes
// that safe: without it the caller of publish writes to the socket itself, beside the loop, which TLS does not
// survive. With it publish only queues the packet and writes a byte to a socket pair that the loop's select watches,
// so the loop wakes at once (measured on loopback: 50 us from a publish on another thread to its PUBACK, with a loop
// time-out of 250 ms). The callbacks run inside Loop, partly while the library holds the lock that publish needs.
// They therefore only append to the lists below, which the thread that loops reads when Loop has returned: no lock of
// ours is ever taken inside one.
//
// Limits worth knowing: a keepalive below 5 s is refused by the library; Loop waits in select(2) and fails when the
// socket's descriptor is 1024 or more; resolving a host name blocks.
//
// References: mosquitto.h of 2.0.11; MQTT 5.0 (OASIS 2019) §3.2 CONNACK, §3.4 PUBACK, §3.9 SUBACK, §3.14 DISCONNECT.

/// <summary>Who connects, and with which certificates.</summary>
/// <param name="ClientId">The same as the user name: a broker then ends a half-dead earlier connection of ours.</param>
/// <param name="Password">Null: none is sent.</param>
/// <param name="CaFile">Set: TLS, and the broker's certificate must be signed by one of these.</param>
internal sealed record MosquittoLogin(
    string ClientId,
    string Username,
    string? Password,
    string? CaFile,
    string? CertificateFile,
    string? CertificateKeyFile);

/// <summary>A return code of the library (below 128) or a reason code of MQTT 5 (128 and up).</summary>
/// <param name="Errno">The system's error where the library says only that there was one.</param>
internal readonly record struct MosquittoCode(int Value, int Errno = 0)
{
    public bool Ok => Value == 0;

    public override string ToString() =>
        Errno != 0 ? Marshal.GetPInvokeErrorMessage(Errno) : $"{Mosquitto.Describe(Value)} ({Value})";
}

/// <summary>One MQTT 5 connection.</summary>
internal sealed unsafe partial class Mosquitto : IDisposable
{
    private const string Library = "libmosquitto.so.1";
    private const int ProtocolVersion = 1, ReceiveMaximum = 4, TcpNoDelay = 11; // enum mosq_opt_t
    private const int Mqtt5 = 5, AtLeastOnce = 1, ErrorErrno = 14, FirstReasonCode = 128;

    /// <summary>Messages the broker may have under way to us before we acknowledge: enough for a hub that many
    /// call.</summary>
    private const int ReceiveWindow = 100;

    private static readonly Lock Initialising = new();
    private static bool s_initialised;

    private readonly List<(int MessageId, int Reason)> _acknowledged = [];
    private readonly List<(string Topic, byte[] Payload)> _received = [];
    private readonly int _payloadBytesMax;
    private GCHandle _self;
    private nint _handle;

    /// <param name="payloadBytesMax">A longer message is not copied, only counted in <see cref="TooLong"/>.</param>
    /// <exception cref="DllNotFoundException">The library is not installed.</exception>
    public Mosquitto(MosquittoLogin login, int payloadBytesMax)
    {
        Initialise();
        _payloadBytesMax = payloadBytesMax;
        _self = GCHandle.Alloc(this);
        try
        {
            _handle = mosquitto_new(login.ClientId, cleanSession: true, GCHandle.ToIntPtr(_self));
            if (_handle == 0) throw new InvalidOperationException("libmosquitto could not make a client.");
            Prepare(login);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The broker's answer to CONNECT; null until it came.</summary>
    public MosquittoCode? Connected { get; private set; }

    /// <summary>The broker's answer to SUBSCRIBE; null until it came.</summary>
    public MosquittoCode? Subscribed { get; private set; }

    /// <summary>Why the connection ended; null while it has not.</summary>
    public MosquittoCode? Ended { get; private set; }

    /// <summary>PUBACKs since the reader last cleared the list: message id and reason code (0, 16, or a
    /// refusal).</summary>
    public List<(int MessageId, int Reason)> Acknowledged => _acknowledged;

    /// <summary>Messages since the reader last cleared the list.</summary>
    public List<(string Topic, byte[] Payload)> Received => _received;

    /// <summary>Messages dropped because they were longer than any frame of ours.</summary>
    public int TooLong { get; private set; }

    /// <summary>Starts to connect and returns; <see cref="Connected"/> or a failing <see cref="Loop"/>
    /// follows.</summary>
    public MosquittoCode Connect(string host, int port, int keepAliveSeconds) =>
        Code(mosquitto_connect_async(_handle, host, port, keepAliveSeconds));

    public MosquittoCode Subscribe(string topicFilter) =>
        Code(mosquitto_subscribe_v5(_handle, out _, topicFilter, AtLeastOnce, options: 0, properties: 0));

    /// <summary>Queues one message, QoS 1, not retained, and wakes the loop. From any thread, while not
    /// disposed.</summary>
    public MosquittoCode Publish(string topic, ReadOnlySpan<byte> payload, out int messageId) =>
        Code(mosquitto_publish_v5(
            _handle, out messageId, topic, payload.Length, payload, AtLeastOnce, retain: false, properties: 0));

    /// <summary>Reads, writes and keeps alive for at most <paramref name="wait"/>; runs the callbacks.</summary>
    public MosquittoCode Loop(TimeSpan wait) =>
        Code(mosquitto_loop(_handle, (int)wait.TotalMilliseconds, maxPackets: 1));

    /// <summary>Queues a goodbye and wakes the loop. From any thread, while not disposed.</summary>
    public MosquittoCode Disconnect() => Code(mosquitto_disconnect_v5(_handle, reasonCode: 0, properties: 0));

    /// <summary>Closes the connection without a word. Not while another thread publishes.</summary>
    public void Dispose()
    {
        if (_handle != 0) mosquitto_destroy(_handle);
        _handle = 0;
        if (_self.IsAllocated) _self.Free();
    }

    internal static string Describe(int code) =>
        Marshal.PtrToStringUTF8(
            code < FirstReasonCode ? mosquitto_strerror(code) : mosquitto_reason_string(code)) ?? "?";

    private static MosquittoCode Code(int value) =>
        new(value, value == ErrorErrno ? Marshal.GetLastPInvokeError() : 0);

    private static void Check(int value)
    {
        if (value != 0) throw new InvalidOperationException($"libmosquitto refuses a setting: {Code(value)}.");
    }

    private static void Initialise()
    {
        lock (Initialising)
        {
            if (s_initialised) return;
            Check(mosquitto_lib_init());
            s_initialised = true;
        }
    }

    private void Prepare(MosquittoLogin login)
    {
        Check(mosquitto_int_option(_handle, ProtocolVersion, Mqtt5));
        Check(mosquitto_int_option(_handle, TcpNoDelay, 1));
        Check(mosquitto_int_option(_handle, ReceiveMaximum, ReceiveWindow));
        Check(mosquitto_threaded_set(_handle, threaded: true));
        Check(mosquitto_username_pw_set(_handle, login.Username, login.Password));
        if (login.CaFile is { } caFile)
        {
            var result = Code(mosquitto_tls_set(
                _handle, caFile, caPath: null, login.CertificateFile, login.CertificateKeyFile, passwordCallback: 0));
            if (!result.Ok) throw new IOException($"The certificates cannot be used: {result}.");
        }

        mosquitto_connect_v5_callback_set(_handle, &OnConnect);
        mosquitto_subscribe_v5_callback_set(_handle, &OnSubscribe);
        mosquitto_publish_v5_callback_set(_handle, &OnPublish);
        mosquitto_message_v5_callback_set(_handle, &OnMessage);
        mosquitto_disconnect_v5_callback_set(_handle, &OnDisconnect);
    }

    private static Mosquitto Self(nint userData) => (Mosquitto)GCHandle.FromIntPtr(userData).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint handle, nint self, int reason, int flags, nint properties) =>
        Self(self).Connected = new MosquittoCode(reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint handle, nint self, int messageId, int count, int* granted, nint properties) =>
        Self(self).Subscribed = new MosquittoCode(count > 0 && granted[0] >= FirstReasonCode ? granted[0] : 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint handle, nint self, int messageId, int reason, nint properties) =>
        Self(self)._acknowledged.Add((messageId, reason));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint handle, nint self, Message* message, nint properties)
    {
        var me = Self(self);
        if (message->PayloadLength > me._payloadBytesMax) me.TooLong = unchecked(me.TooLong + 1);
        else
            me._received.Add(
                (Marshal.PtrToStringUTF8((nint)message->Topic) ?? "",
                 new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray()));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnect(nint handle, nint self, int reason, nint properties) =>
        Self(self).Ended ??= new MosquittoCode(reason);

    /// <summary>struct mosquitto_message.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public int MessageId;
        public byte* Topic;
        public byte* Payload;
        public int PayloadLength;
        public int QualityOfService;
        public byte Retain;
    }

    // As in mosquitto.h of 2.0.11: names, order and types. A C bool is one byte.

    [LibraryImport(Library)]
    private static partial int mosquitto_lib_init();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint mosquitto_new(
        string id, [MarshalAs(UnmanagedType.U1)] bool cleanSession, nint userData);

    [LibraryImport(Library)]
    private static partial void mosquitto_destroy(nint handle);

    [LibraryImport(Library)]
    private static partial int mosquitto_int_option(nint handle, int option, int value);

    [LibraryImport(Library)]
    private static partial int mosquitto_threaded_set(nint handle, [MarshalAs(UnmanagedType.U1)] bool threaded);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mosquitto_username_pw_set(nint handle, string username, string? password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int mosquitto_tls_set(
        nint handle, string caFile, string? caPath, string? certificateFile, string? keyFile, nint passwordCallback);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int mosquitto_connect_async(nint handle, string host, int port, int keepAliveSeconds);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int mosquitto_disconnect_v5(nint handle, int reasonCode, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int mosquitto_subscribe_v5(
        nint handle, out int messageId, string topicFilter, int qualityOfService, int options, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int mosquitto_publish_v5(
        nint handle, out int messageId, string topic, int payloadLength, ReadOnlySpan<byte> payload,
        int qualityOfService, [MarshalAs(UnmanagedType.U1)] bool retain, nint properties);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int mosquitto_loop(nint handle, int timeoutMilliseconds, int maxPackets);

    [LibraryImport(Library)]
    private static partial nint mosquitto_strerror(int code);

    [LibraryImport(Library)]
    private static partial nint mosquitto_reason_string(int reasonCode);

    [LibraryImport(Library)]
    private static partial void mosquitto_connect_v5_callback_set(
        nint handle, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    private static partial void mosquitto_subscribe_v5_callback_set(
        nint handle, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, nint, void> callback);

    [LibraryImport(Library)]
    private static partial void mosquitto_publish_v5_callback_set(
        nint handle, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    private static partial void mosquitto_message_v5_callback_set(
        nint handle, delegate* unmanaged[Cdecl]<nint, nint, Message*, nint, void> callback);

    [LibraryImport(Library)]
    private static partial void mosquitto_disconnect_v5_callback_set(
        nint handle, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback);
}
