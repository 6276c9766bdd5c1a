using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Auscult.Cli.Configuration;

/// <summary>
/// How an immutable configuration record appears in YAML: its keys in snake case, which are required, and how to build it.
/// </summary>
/// <param name="Type">The record.</param>
/// <param name="Constructor">The public constructor with the most parameters.</param>
/// <param name="Members">YAML key to member.</param>
internal sealed record ConfigRecord(Type Type, ConstructorInfo Constructor, FrozenDictionary<string, ConfigMember> Members)
{
    private static readonly ConcurrentDictionary<Type, ConfigRecord?> Known = new();

    /// <summary>The description of <paramref name="type"/>, or null when it is a plain value or a collection.</summary>
    public static ConfigRecord? Of(Type type) => Known.GetOrAdd(Nullable.GetUnderlyingType(type) ?? type, Describe);

    /// <summary>
    /// The YAML key of a member: snake case, and <c>_seconds</c> after a <see cref="TimeSpan"/> that does not say so itself.
    /// </summary>
    public static string KeyOf(string name, Type type)
    {
        var key = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        var isTimeSpan = (Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeSpan);
        return isTimeSpan && !key.EndsWith("_seconds", StringComparison.Ordinal) ? key + "_seconds" : key;
    }

    private static ConfigRecord? Describe(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsAbstract || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true || type.IsArray)
            return null;
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length);
        if (constructor is null)
            return null;
        var members = new Dictionary<string, ConfigMember>(StringComparer.Ordinal);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var parameter = constructor.GetParameters().FirstOrDefault(p => p.Name == property.Name);
            var isRequired = parameter is null ? property.IsDefined(typeof(RequiredMemberAttribute)) : !parameter.HasDefaultValue;
            members[KeyOf(property.Name, property.PropertyType)] = new ConfigMember(property, parameter, isRequired);
        }
        return new ConfigRecord(type, constructor, members.ToFrozenDictionary(StringComparer.Ordinal));
    }
}

/// <summary>One key of a <see cref="ConfigRecord"/>.</summary>
/// <param name="Property">The property that holds it.</param>
/// <param name="Parameter">The constructor's parameter of the same name, for a positional record.</param>
/// <param name="IsRequired">Whether YAML must give it.</param>
internal sealed record ConfigMember(PropertyInfo Property, ParameterInfo? Parameter, bool IsRequired)
{
    public Type Type => Property.PropertyType;
}
