using System.Text;
using System.Text.Json;
using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station;

/// <summary>What is remembered of exercises, as one line of JSON.</summary>
internal static class ExerciseText
{
    /// <summary>What the disk made unreadable is asked of a person.</summary>
    private static readonly ExerciseMemory Unreadable = new(
        new BegunExercise("?", "?", default), [], []);

    public static string Write(ExerciseMemory memory)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (memory.Current is { } current) Write(json, current);
            json.WriteStartArray("newest");
            foreach (var newest in memory.Newest)
            {
                json.WriteStartObject();
                Write(json, newest);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("ended");
            foreach (var ended in memory.Ended)
            {
                json.WriteStartObject();
                json.WriteString("id", ended.Id);
                Write(json, ended.Order);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("others");
            foreach (var other in memory.Others)
            {
                json.WriteStartObject();
                Write(json, other);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    public static ExerciseMemory Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return new ExerciseMemory(
                root.TryGetProperty("id", out _) ? BegunOf(root) : null,
                root.GetProperty("newest").EnumerateArray().Select(OrderOf).ToValueList(),
                root.GetProperty("ended").EnumerateArray()
                    .Select(ended => new EndedExercise(ended.GetProperty("id").GetString()!, OrderOf(ended))).ToValueList())
            {
                // What an older program wrote knows of no others.
                Others = root.TryGetProperty("others", out var others)
                    ? others.EnumerateArray().Select(BegunOf).ToValueList() : [],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Unreadable;
        }
    }

    private static void Write(Utf8JsonWriter json, BegunExercise begun)
    {
        json.WriteString("id", begun.Id);
        json.WriteString("name", begun.Name);
        Write(json, begun.Order);
    }

    private static void Write(Utf8JsonWriter json, ExerciseOrder order)
    {
        json.WriteString("hub", order.Hub.ToString());
        json.WriteNumber("serial", order.Serial);
        json.WriteNumber("created", order.CreatedSeconds);
    }

    private static BegunExercise BegunOf(JsonElement json) => new(
        json.GetProperty("id").GetString()!, json.GetProperty("name").GetString()!, OrderOf(json));

    private static ExerciseOrder OrderOf(JsonElement json) => new(
        StationId.TryParse(json.GetProperty("hub").GetString(), out var hub) ? hub : default,
        json.GetProperty("serial").GetUInt32(), json.GetProperty("created").GetUInt32());
}
