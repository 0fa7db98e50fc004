using System.Text.Json;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Api;

/// <summary>The accounts of one noodmelding as JSON, and side by side the fields in which they differ.</summary>
internal static class AccountsObject
{
    public static void Write(Utf8JsonWriter json, MessageView view)
    {
        if (view.Entry is { } entry) json.WriteString("onBehalfOf", entry.OnBehalfOf);
        else json.WriteNull("onBehalfOf");
        json.WriteBoolean("differs", view.Differs);
        var contents = view.Accounts.Select(account => account.Facts is { } facts ? ContentOf(facts) : null).ToList();
        json.WriteStartArray("accounts");
        foreach (var (account, content) in view.Accounts.Zip(contents)) Write(json, account, content);
        json.WriteEndArray();
        json.WriteStartArray("differences");
        foreach (var field in Fields(view.Accounts))
        {
            json.WriteStartObject();
            json.WriteString("field", field);
            json.WriteStartArray("values");
            foreach (var content in contents) Write(json, content?[field]);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>In which fields any account differs from the content. What a core does not carry is no difference
    /// yet.</summary>
    public static IEnumerable<string> Fields(IReadOnlyList<Account> accounts)
    {
        if (accounts is not [{ Facts: { } first } content, ..]) return [];
        var differing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var other in accounts.Skip(1))
            if (other.Facts is { } facts)
                differing.UnionWith(
                    AlarmDifferences.Between(first, facts)
                        .Where(field => (content.Complete && other.Complete) || field is not ("location" or "text")));
        return AlarmDifferences.Order.Where(differing.Contains);
    }

    private static void Write(Utf8JsonWriter json, Account account, JsonNode? content)
    {
        json.WriteStartObject();
        json.WriteString("bearer", account.Bearer.ToString());
        json.WriteString("at", ApiTime.Text(account.At));
        json.WriteString("onBehalfOf", account.OnBehalfOf);
        if (account.Caller is { } caller) json.WriteString("caller", caller);
        else json.WriteNull("caller");
        if (account.By is { } by) json.WriteString("by", by);
        else json.WriteNull("by");
        json.WriteBoolean("complete", account.Complete);
        json.WriteBoolean("electronic", account.Electronic);
        json.WritePropertyName("content");
        Write(json, content);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonNode? value)
    {
        if (value is null) json.WriteNullValue();
        else value.WriteTo(json);
    }

    private static JsonNode? ContentOf(AlarmFacts facts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) MessageJson.WriteContent(json, new Alarm(facts, []));
        return JsonNode.Parse(bytes.ToArray());
    }
}
