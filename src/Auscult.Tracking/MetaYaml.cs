using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Auscult.Foundation;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Auscult.Tracking;

/// <summary>
/// Reads and writes the flat <c>meta.yaml</c> files of MLflow's file store: sorted keys, block style, text quoted whenever a YAML
/// 1.1 or 1.2 reader could take it for anything else.
/// </summary>
internal static partial class MetaYaml
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly HashSet<string> Reserved =
        new(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Values are text, <see cref="long"/>, null, or a mapping of text to text; an empty array is <c>[]</c>.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        foreach (var (key, value) in entries.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (value is IReadOnlyDictionary<string, string> { Count: > 0 } mapping)
            {
                writer.WriteLine($"{key}:");
                foreach (var (inner, text) in mapping.OrderBy(e => e.Key, StringComparer.Ordinal))
                    writer.WriteLine($"  {Text(inner)}: {Text(text)}");
            }
            else
            {
                writer.WriteLine($"{key}: {Scalar(value)}");
            }
        }
        return writer.ToString();
    }

    /// <summary>A mapping of text to text within a file; empty when there is none.</summary>
    /// <exception cref="InputException">The file cannot be read, or is not a YAML mapping.</exception>
    public static IReadOnlyDictionary<string, string> ReadMapping(string path, string key) =>
        Load(path).Children.TryGetValue(new YamlScalarNode(key), out var node) && node is YamlMappingNode mapping
            ? mapping.Children.ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => ((YamlScalarNode)entry.Value).Value
                ?? "", StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The top-level scalars of a file; lists and mappings are left out.</summary>
    /// <exception cref="InputException">The file cannot be read, or is not a YAML mapping.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path) => Load(path).Children
        .Where(entry => entry is { Key: YamlScalarNode, Value: YamlScalarNode })
        .ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => ValueOf((YamlScalarNode)entry.Value), StringComparer.Ordinal);

    private static YamlMappingNode Load(string path)
    {
        try
        {
            var stream = new YamlStream();
            using (var reader = new StreamReader(path))
                stream.Load(reader);
            if (stream.Documents is [{ RootNode: YamlMappingNode mapping }])
                return mapping;
        }
        catch (Exception e) when (e is YamlException or IOException or UnauthorizedAccessException)
        {
            throw new InputException("not a readable meta.yaml of MLflow's file store", path, remedy: "move its folder away", inner: e);
        }
        throw new InputException("not a meta.yaml of MLflow's file store", path, remedy: "move its folder away");
    }

    private static string? ValueOf(YamlScalarNode node) =>
        node.Style == ScalarStyle.Plain && node.Value is null or "" or "null" or "~" ? null : node.Value;

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        long number => number.ToString(CultureInfo.InvariantCulture),
        string text => Text(text),
        Array { Length: 0 } => "[]",
        IReadOnlyDictionary<string, string> { Count: 0 } => "{}",
        _ => throw new ArgumentException($"meta.yaml cannot hold a {value.GetType().Name}", nameof(value)),
    };

    private static string Text(string text)
    {
        if (PlainPattern().IsMatch(text) && !Reserved.Contains(text))
            return text;
        return text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(c))
            ? JsonSerializer.Serialize(text, Quoted)
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    [GeneratedRegex(@"\A[A-Za-z/_](?:[A-Za-z0-9_./+-]|:(?=[^\s]))*\z")]
    private static partial Regex PlainPattern();
}
