using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Auscult.Foundation;

namespace Auscult.Cli.Configuration;

/// <summary>
/// Binds configuration to immutable records by reflection. Keys are the members' names in snake case; <see cref="TimeSpan"/> members are
/// given in seconds under <c>name_seconds</c>; enums by their snake-case names; lists and dictionaries by their read-only interfaces.
/// Members that YAML does not mention keep their defaults; <c>required</c> ones must be given. Attributes of
/// <c>System.ComponentModel.DataAnnotations</c> and <see cref="IValidatableObject"/> are checked.
/// </summary>
internal static class ConfigBinder
{
    /// <param name="node">What to bind.</param>
    /// <param name="path">Its dotted key, for messages.</param>
    /// <exception cref="InputException">A key is unknown or missing, or a value has the wrong type or range.</exception>
    public static T Bind<T>(ConfigNode node, string path) => (T)Bind(typeof(T), node, path)!;

    /// <summary>As <see cref="Bind{T}"/>, for a type known at run time.</summary>
    public static object? Bind(Type type, ConfigNode node, string path)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return node is ConfigScalar { IsNull: true } ? null : Bind(underlying, node, path);
        if (ConfigRecord.Of(type) is { } record)
            return BindRecord(record, node, path);
        if (ItemType(type, typeof(IReadOnlyList<>)) is { } item)
            return BindList(item, node, path);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return BindDictionary(type.GetGenericArguments()[1], node, path);
        return node is ConfigScalar scalar
            ? ConfigValue.Read(type, scalar, path)
            : throw node.Source.Error($"'{path}' must be {ConfigValue.Describe(type)}, not a {(node is ConfigMapping ? "mapping" : "list")}");
    }

    private static object BindRecord(ConfigRecord record, ConfigNode node, string path)
    {
        var mapping = node switch
        {
            ConfigMapping given => given,
            ConfigScalar { IsNull: true } => ConfigMapping.Empty(node.Source),
            _ => throw node.Source.Error($"'{path}' must be a mapping with keys {string.Join(", ", record.Members.Keys.Order(StringComparer.Ordinal))}"),
        };
        foreach (var (key, value) in mapping.Entries)
        {
            if (!record.Members.ContainsKey(key))
                throw value.Source.Error($"unknown key '{path}.{key}'", NearestName.Suggest(key, [.. record.Members.Keys]));
        }
        var bound = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, member) in record.Members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (mapping[key] is { } value)
                bound[key] = BindMember(member, value, $"{path}.{key}");
            else if (member.IsRequired)
                throw mapping.Source.Error($"'{path}.{key}' is required ({ConfigValue.Describe(member.Type)})", $"add it, or give {path}.{key}=...");
        }
        return Build(record, mapping, bound, path);
    }

    private static object? BindMember(ConfigMember member, ConfigNode node, string path)
    {
        var value = Bind(member.Type, node, path);
        if (value is null && !member.Type.IsValueType && new NullabilityInfoContext().Create(member.Property).WriteState != NullabilityState.Nullable)
            throw node.Source.Error($"'{path}' must be {ConfigValue.Describe(member.Type)}, not null");
        foreach (var rule in member.Property.GetCustomAttributes<ValidationAttribute>())
        {
            if (!rule.IsValid(value))
                throw node.Source.Error(rule.FormatErrorMessage($"'{path}'").TrimEnd('.'));
        }
        return value;
    }

    private static object Build(ConfigRecord record, ConfigMapping mapping, Dictionary<string, object?> bound, string path)
    {
        object? OfParameter(ParameterInfo parameter) =>
            record.Members.FirstOrDefault(m => m.Value.Parameter == parameter).Key is { } key && bound.TryGetValue(key, out var value)
                ? value
                : parameter.HasDefaultValue ? parameter.DefaultValue : null;

        try
        {
            var instance = record.Constructor.Invoke([.. record.Constructor.GetParameters().Select(OfParameter)]);
            foreach (var (key, value) in bound.Where(pair => record.Members[pair.Key].Parameter is null))
                record.Members[key].Property.SetValue(instance, value);
            if (instance is IValidatableObject validatable && validatable.Validate(new ValidationContext(instance)).FirstOrDefault() is { } failure)
                throw mapping.Source.Error($"'{path}': {failure.ErrorMessage}");
            return instance;
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentException or InputException)
        {
            throw mapping.Source.Error($"'{path}': {e.InnerException.Message}", inner: e.InnerException);
        }
    }

    private static Array BindList(Type item, ConfigNode node, string path)
    {
        var sequence = node as ConfigSequence ?? throw node.Source.Error($"'{path}' must be a list", "write [a, b]");
        var array = Array.CreateInstance(item, sequence.Items.Count);
        for (var i = 0; i < array.Length; i++)
            array.SetValue(Bind(item, sequence.Items[i], $"{path}[{i}]"), i);
        return array;
    }

    private static object BindDictionary(Type value, ConfigNode node, string path)
    {
        var mapping = node as ConfigMapping ?? throw node.Source.Error($"'{path}' must be a mapping of names to {ConfigValue.Describe(value)}");
        var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (var (key, child) in mapping.Entries)
            dictionary[key] = Bind(value, child, $"{path}.{key}");
        return dictionary;
    }

    private static Type? ItemType(Type type, Type definition) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[0] : null;
}
