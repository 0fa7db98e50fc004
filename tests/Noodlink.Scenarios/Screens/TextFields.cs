using System.Collections;
using System.Reflection;
using Noodlink.Protocol;
using Noodlink.Protocol.Messages;

namespace Noodlink.Scenarios.Screens;

/// <summary>Every text that a frame can carry, as the types of the messages say it: a field that somebody adds is here by
/// itself.</summary>
internal static class TextFields
{
    /// <summary>Of every kind: "Bulletin.Title", "Alarm.Facts.Location.Street".</summary>
    public static IEnumerable<string> All() => typeof(MessageBody).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(MessageBody)) && !type.IsAbstract)
        .SelectMany(type => Of(type, type.Name));

    /// <summary>Those that have words in this message, with their words.</summary>
    public static IEnumerable<(string Field, string Words)> In(MessageBody body) => In(body, body.GetType().Name);

    private static IEnumerable<string> Of(Type type, string path) => Fields(type).SelectMany(field =>
        Meant(field.PropertyType) is var meant && meant == typeof(string) ? [$"{path}.{field.Name}"]
        : IsOurs(meant) ? Of(meant, $"{path}.{field.Name}") : []);

    private static IEnumerable<(string, string)> In(object holder, string path)
    {
        foreach (var field in Fields(holder.GetType()))
        {
            var name = $"{path}.{field.Name}";
            var value = field.GetValue(holder);
            if (value is string words) yield return (name, words);
            else if (value is not null && value is not IEnumerable && IsOurs(value.GetType()))
                foreach (var found in In(value, name)) yield return found;
            else if (value is IEnumerable list)
                foreach (var found in list.Cast<object>().Where(each => IsOurs(each.GetType())).SelectMany(each => In(each, name)))
                    yield return found;
        }
    }

    private static IEnumerable<PropertyInfo> Fields(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(field => field.GetIndexParameters().Length == 0);

    // What it is about: of a list its elements, of what may be absent the thing itself.
    private static Type Meant(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>) ? type.GetGenericArguments()[0]
        : Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsOurs(Type type) => type.Namespace == typeof(MessageBody).Namespace && !type.IsEnum;
}
