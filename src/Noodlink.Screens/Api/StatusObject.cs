using System.Reflection;
using System.Text.Json;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station;
using Noodlink.Station.Bearers;

namespace Noodlink.Screens.Api;

/// <summary>How the station is doing, as JSON (interfaces.md §3, <c>GET /api/status</c>).</summary>
internal static class StatusObject
{
    /// <summary>Of the running program, without build metadata.</summary>
    public static string Version { get; } =
        typeof(StatusObject).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "0";

    public static void Write(Utf8JsonWriter json, StationStatus status, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("station", status.Id);
        json.WriteString("name", status.Name);
        json.WriteStartArray("bearers");
        foreach (var (name, bearer) in status.Bearers.OrderBy(pair => pair.Key)) WriteBearer(
            json, status, name, bearer);
        json.WriteEndArray();
        json.WriteStartObject("queue");
        json.WriteNumber("waiting", status.Waiting);
        Write(
            json, "oldestSeconds",
            status.OldestWaitingSince is { } since ? Math.Max(0, Math.Floor((now - since).TotalSeconds)) : null);
        json.WriteNumber("held", status.Held);
        json.WriteEndObject();
        WriteRadio(json, status.Bearers.GetValueOrDefault(BearerName.Radio));
        json.WriteString("clock", ApiTime.Text(now));
        Write(json, "clockOffsetSeconds", status.ClockOffsetSeconds);
        json.WriteStartObject("storage");
        json.WriteString("sqliteVersion", status.Storage.SqliteVersion);
        json.WriteBoolean("healthy", status.Storage.Healthy);
        json.WriteString("detail", status.Storage.Detail);
        json.WriteEndObject();
        json.WriteStartObject("refused");
        WriteCounts(json, status.Refused);
        if (status.LastRefused is { } last) json.WriteString("last", last);
        else json.WriteNull("last");
        json.WriteEndObject();
        json.WriteStartObject("dropped");
        WriteCounts(json, status.Dropped);
        json.WriteEndObject();
        if (status.Local is { } local) WriteLocal(json, local);
        json.WriteString("version", Version);
        json.WriteEndObject();
    }

    private static void WriteLocal(Utf8JsonWriter json, LocalFacts local)
    {
        json.WriteStartObject("exercise");
        var (state, id, name, left) = local.Exercise switch
        {
            ExerciseState.Running running => ("Running", running.Id, running.Name, Math.Ceiling(running.Left.TotalMinutes)),
            ExerciseState.InDoubt doubt => ("InDoubt", doubt.Id, doubt.Name, (double?)null),
            _ => ("Off", null, null, null),
        };
        json.WriteString("state", state);
        json.WriteString("id", id);
        json.WriteString("name", name);
        Write(json, "minutesLeft", left);
        json.WriteEndObject();
        json.WriteString("reach112", local.Reach112?.ToString());
        if (local.Power is not { } power)
        {
            json.WriteNull("power");
            return;
        }

        json.WriteStartObject("power");
        json.WriteString("source", power.Source.ToString());
        Write(json, "hoursLeft", power.Left?.TotalHours);
        json.WriteString("enteredAt", power.EnteredAt is { } at ? ApiTime.Text(at) : null);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, IReadOnlyDictionary<string, long> byReason)
    {
        json.WriteNumber("count", byReason.Values.Sum());
        json.WriteStartObject("byReason");
        foreach (var (reason, count) in byReason.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteNumber(reason, count);
        json.WriteEndObject();
    }

    private static void WriteBearer(Utf8JsonWriter json, StationStatus status, BearerName name, BearerStatus bearer)
    {
        json.WriteStartObject();
        json.WriteString("name", name.ToString());
        json.WriteBoolean("up", bearer.Up);
        json.WriteString("since", ApiTime.Text(bearer.Since));
        if (status.LastHeardAt.TryGetValue(name, out var heard)) json.WriteString("lastHeardAt", ApiTime.Text(heard));
        else json.WriteNull("lastHeardAt");
        json.WriteString("detail", bearer.Detail);
        json.WriteEndObject();
    }

    private static void WriteRadio(Utf8JsonWriter json, BearerStatus? radio)
    {
        json.WriteStartObject("radio");
        Write(json, "dutyCycleUsedPercent", radio?.DutyCycleUsedPercent);
        Write(json, "airtimeLeftPercent", radio?.AirtimeLeftPercent);
        json.WriteNumber("relayed", radio?.Relayed ?? 0);
        json.WriteStartObject("notRelayed");
        WriteCounts(json, radio?.NotRelayed ?? new Dictionary<string, long>(StringComparer.Ordinal));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, Math.Round(number, 2));
        else json.WriteNull(name);
    }
}
