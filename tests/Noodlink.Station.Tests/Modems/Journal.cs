using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>What drivers, modems and the air of one test did, for the message of a failure: bytes on the lines, frames on
/// the air, events, log, and when this process was kept waiting. Each with the time of the machine and of
/// <see cref="PacedTime"/>, in seconds.</summary>
/// <remarks>Any thread. The first that asks for <see cref="OfThisTest"/> makes it; whoever that one calls or awaits has
/// the same.</remarks>
internal sealed class Journal : ILogger
{
    private const int LinesMax = 400, BytesShown = 48;

    private static readonly AsyncLocal<Journal?> Current = new();

    private readonly Lock _gate = new();
    private readonly Queue<(long At, string What)> _lines = new();
    private readonly long _origin = TimeProvider.System.GetTimestamp(), _paced = PacedTime.Shared.GetTimestamp();

    public static Journal OfThisTest => Current.Value ??= Begin();

    /// <summary>A fresh one, from here on.</summary>
    public static Journal Begin()
    {
        LateWatch.Begin();
        return Current.Value = new Journal();
    }

    public void Note(string what)
    {
        var paced = PacedTime.Shared.GetElapsedTime(_paced).TotalSeconds;
        lock (_gate)
        {
            _lines.Enqueue((
                TimeProvider.System.GetTimestamp(), FormattableString.Invariant($"{paced,8:0.000} {what}")));
            if (_lines.Count > LinesMax) _ = _lines.Dequeue();
        }
    }

    public void Carried(string link, bool fromHost, ReadOnlySpan<byte> bytes) =>
        Note($"{Path.GetFileName(link)} {(fromHost ? "<" : ">")} {Shown(bytes)}");

    public void OnAir(AirEvent happened) => Note(happened.ToString());

    /// <summary>Notes each event at the moment that it is written.</summary>
    public ChannelWriter<T> Noting<T>(ChannelWriter<T> writer, string name) => new NotingWriter<T>(this, writer, name);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => Note($"log: {formatter(state, exception)}");

    public override string ToString()
    {
        lock (_gate)
        {
            var all = _lines.Concat(LateWatch.Since(_origin)).OrderBy(line => line.At).Select(line => string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetElapsedTime(_origin, line.At).TotalSeconds,8:0.000} {line.What}"));
            return string.Join('\n', all);
        }
    }

    private static string Shown(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes[..Math.Min(bytes.Length, BytesShown)])
            _ = value is >= 0x20 and < 0x7F and not (byte)'\\' ? text.Append((char)value)
                : text.Append(CultureInfo.InvariantCulture, $"\\{value:X2}");
        return bytes.Length <= BytesShown ? text.ToString() : $"{text}… ({bytes.Length} bytes)";
    }

    private sealed class NotingWriter<T>(Journal journal, ChannelWriter<T> writer, string name) : ChannelWriter<T>
    {
        public override bool TryWrite(T item)
        {
            if (!writer.TryWrite(item)) return false;
            journal.Note($"{name}: {item}");
            return true;
        }

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
            writer.WaitToWriteAsync(cancellationToken);

        public override bool TryComplete(Exception? error = null) => writer.TryComplete(error);
    }
}
