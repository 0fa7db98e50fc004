using Microsoft.AspNetCore.Http;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Api;

/// <summary>Reads the query of a list. Wrong values are faults, never quietly something else.</summary>
internal sealed class MessageQuery(IQueryCollection query)
{
    public const int LimitMax = 500;

    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>What was wrong, keyed by name.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary><c>state</c>, <c>kind</c> (both may repeat), <c>limit</c>, <c>before</c>.</summary>
    public MessageFilter Filter()
    {
        var before = Number("before", 1, long.MaxValue);
        return new MessageFilter(Names<MessageState>("state"), Kinds(), Limit(), before);
    }

    /// <summary><c>kind</c>; empty: all.</summary>
    public List<Kind> Kinds() => Names<Kind>("kind");

    public int Limit() => (int)(Number("limit", 1, LimitMax) ?? 100);

    /// <summary>Null: the name is not there, or its value is wrong.</summary>
    public long? Number(string name, long min, long max)
    {
        var values = query[name];
        if (values.Count == 0) return null;
        if (values.Count == 1 && long.TryParse(values[0], out var number) && number >= min
            && number <= max) return number;
        _errors[name] = [max == long.MaxValue ? Say.It(Words.Api_NumberFrom, values, min)
            : Say.It(Words.Api_NumberBetween, values, min, max)];
        return null;
    }

    private List<T> Names<T>(string name)
        where T : struct, Enum
    {
        var found = new List<T>();
        foreach (var value in query[name])
        {
            // Only the names of the API: Enum.TryParse alone would also take "7" and "A, B".
            if (value is not null && Enum.IsDefined(typeof(T), value)) found.Add(Enum.Parse<T>(value));
            else _errors[name] = [Say.It(Words.Api_Names, value, string.Join(", ", Enum.GetNames<T>()))];
        }

        return found;
    }
}
