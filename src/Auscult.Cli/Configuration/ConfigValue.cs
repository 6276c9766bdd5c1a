using System.Globalization;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Cli.Configuration;

/// <summary>Reads a single YAML value as a .NET type.</summary>
internal static class ConfigValue
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>What a user should write for <paramref name="type"/>, in words.</summary>
    public static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return "one of " + string.Join(", ", Names(type));
        if (type == typeof(string))
            return "text";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(int) || type == typeof(long))
            return "a whole number";
        if (type == typeof(double) || type == typeof(float))
            return "a number";
        if (type == typeof(TimeSpan))
            return "a number of seconds";
        if (type == typeof(DateTimeOffset))
            return "a time such as 2026-01-31T12:00:00Z";
        return ConfigRecord.Of(type) is null ? "a list or mapping" : "a mapping";
    }

    /// <summary>Every text that reads as <paramref name="type"/>, when there are few.</summary>
    public static IReadOnlyList<string> Choices(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(bool) ? ["true", "false"] : type.IsEnum ? Names(type) : [];
    }

    /// <exception cref="InputException">The text does not read as <paramref name="type"/>.</exception>
    public static object? Read(Type type, ConfigScalar scalar, string path)
    {
        if (type == typeof(string))
            return scalar.IsNull ? null : scalar.Text;
        if (type.IsEnum)
            return ReadEnum(type, scalar, path);
        return (scalar.IsPlain || type == typeof(DateTimeOffset) ? ReadPlain(type, scalar.Text) : null)
            ?? throw scalar.Source.Error($"'{path}' must be {Describe(type)}, not {(scalar.IsPlain ? $"'{scalar.Text}'" : $"the text \"{scalar.Text}\"")}");
    }

    private static object? ReadPlain(Type type, string text)
    {
        if (type == typeof(bool))
            return text switch { "true" => true, "false" => false, _ => null };
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var number) ? number : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var number) ? number : null;
        if (type == typeof(double))
            return ReadDouble(text);
        if (type == typeof(float))
            return ReadDouble(text) is { } number ? (float)number : null;
        if (type == typeof(TimeSpan))
            return ReadDouble(text) is { } seconds && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.TryParse(text, Culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
        throw new NotSupportedException($"Configuration records cannot hold {type}.");
    }

    private static double? ReadDouble(string text) => text switch
    {
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        ".inf" or "+.inf" => double.PositiveInfinity,
        "-.inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, Culture, out var number)
            && double.IsFinite(number) ? number : null,
    };

    private static object ReadEnum(Type type, ConfigScalar scalar, string path)
    {
        var index = Array.IndexOf(Names(type), scalar.Text);
        return index >= 0
            ? Enum.GetValues(type).GetValue(index)!
            : throw scalar.Source.Error($"'{path}' has no choice '{scalar.Text}'", NearestName.Suggest(scalar.Text, Names(type)));
    }

    private static string[] Names(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}
