using System.Text.Json;
using Noodlink.Station.Modems;
using Spectre.Console;

namespace Noodlink.Cli.Commands;

/// <summary>What a technician sees of a modem check: progress, frames and a table; or one JSON object.</summary>
internal sealed class ModemCheckScreen
{
    private readonly bool _isJson;

    public ModemCheckScreen(bool isJson) => _isJson = isJson;

    /// <summary>A spinner while something of unknown length goes on.</summary>
    public Task<T> WaitAsync<T>(string what, Func<Task<T>> work) => _isJson || Console.IsOutputRedirected
        ? work()
        : AnsiConsole.Status().StartAsync(Markup.Escape(what), _ => work());

    /// <summary>A bar while a known number of things is done.</summary>
    public Task<T> CountAsync<T>(string what, int count, Func<Action, Task<T>> work) =>
        _isJson || Console.IsOutputRedirected
        ? work(() => { })
        : AnsiConsole.Progress().StartAsync(context =>
        {
            var bar = context.AddTask(what, maxValue: count);
            return work(() => bar.Increment(1));
        });

    public void Say(string line)
    {
        if (!_isJson) Console.WriteLine(line);
    }

    public void Heard(ModemEvent.Received received, CheckFrame? frame)
    {
        var what = frame switch
        {
            { IsAnswer: false } => $"question {frame.Number}, answering",
            { IsAnswer: true } => $"answer {frame.Number}",
            _ => "frame",
        };
        Say($"{what}, {received.Frame.Length} bytes, {Decibel(received.RssiDbm, "dBm")}, "
            + $"SNR {Decibel(received.SnrDb, "dB")}");
    }

    public void Show(ModemCheckReport report)
    {
        if (_isJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, CliJson.Readable.ModemCheckReport));
            return;
        }

        var table = new Table().HideHeaders().AddColumns("", "");
        Add(table, "modem", report.Modem);
        Add(table, report.Ready ? "ready" : "NOT READY", report.Detail);
        Add(table, "band plan", report.Band);
        Add(table, "time on air",
            $"51 bytes {report.CoreMilliseconds:0} ms, longest frame {report.LongestMilliseconds:0} ms");
        if (report.Send is { } send) AddSend(table, send);
        if (report.Listen is { } listen) AddListen(table, listen);
        AnsiConsole.Write(table);
    }

    private static void AddSend(Table table, SendReport send)
    {
        Add(table, "sent", $"{send.Sent} of {send.Asked}" + (send.Failed > 0 ? $", {send.Failed} not" : ""));
        Add(table, "answered", send.Answered == 0
            ? "none: is 'noodlink modem check --listen' running at the other side, with the same settings?"
            : $"{send.Answered}, loss {send.LossPercent} % (there and back)");
        if (send.Answered == 0) return;
        Add(table, "round trip", $"{send.RoundTripMilliseconds:0} ms");
        Add(table, "heard here", $"{Decibel(send.RssiHereDbm, "dBm")}, SNR {Decibel(send.SnrHereDb, "dB")}");
        Add(table, "heard there", $"{Decibel(send.RssiThereDbm, "dBm")}, SNR {Decibel(send.SnrThereDb, "dB")}");
    }

    private static void AddListen(Table table, ListenReport listen)
    {
        Add(table, "heard",
            $"{listen.Heard} frames, {listen.Questions} of them questions, {listen.Answered} answers sent");
        Add(table, "missed", $"{listen.Missed} questions between the first and the last");
        Add(table, "signal", $"{Decibel(listen.RssiDbm, "dBm")}, SNR {Decibel(listen.SnrDb, "dB")}");
    }

    private static void Add(Table table, string name, string value) =>
        table.AddRow(Markup.Escape(name), Markup.Escape(value));

    private static string Decibel(double? value, string unit) => value is { } told ? $"{told:0.#} {unit}" : "not told";
}
