using System.Globalization;
using Auscult.Foundation;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Auscult.Telemetry.Storage.Yaml;

/// <summary>A YAML mapping with typed access; every problem is an <see cref="InputException"/> that names file, line and key.</summary>
public sealed class YamlMap
{
    private readonly YamlMappingNode _node;
    private readonly string _file;
    private readonly string _path;

    private YamlMap(YamlMappingNode node, string file, string path) => (_node, _file, _path) = (node, file, path);

    /// <summary>The keys, in file order.</summary>
    public IReadOnlyList<string> Keys => [.. _node.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "")];

    /// <summary>Reads a file whose top level is a mapping.</summary>
    /// <exception cref="InputException">The file is missing, not YAML, or not a mapping.</exception>
    public static YamlMap Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("no such file", path, inner: e);
        }
    }

    /// <summary>Reads text whose top level is a mapping; an empty text is an empty mapping.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">Its name, for messages.</param>
    public static YamlMap Parse(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new InputException($"not valid YAML: {e.Message}", file, e.Start.Line, e.Start.Column.ToString(), inner: e);
        }
        catch (InvalidOperationException e)
        {
            // YamlDotNet's answer to a text that ends inside a list or a mapping.
            throw new InputException("not valid YAML: it ends too early", file, remedy: "close every [ and {", inner: e);
        }
        if (stream.Documents.Count == 0)
            return new YamlMap([], file, "");
        return Mapping(stream.Documents[0].RootNode, file, "");
    }

    /// <summary>Refuses keys that nobody reads.</summary>
    /// <exception cref="InputException">Names the nearest known key.</exception>
    public YamlMap AllowOnly(params string[] known)
    {
        foreach (var (keyNode, _) in _node.Children)
        {
            var key = ((YamlScalarNode)keyNode).Value ?? "";
            if (!known.Contains(key, StringComparer.Ordinal))
                throw new InputException($"unknown key '{_path}{key}'", _file, keyNode.Start.Line, remedy: NearestName.Suggest(key, known));
        }
        return this;
    }

    /// <summary>Whether a key is there with a value that is not null.</summary>
    public bool Has(string key) => Find(key) is { } node && node is not YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    /// <summary>Whether the value of a key is a list.</summary>
    public bool IsList(string key) => Find(key) is YamlSequenceNode;

    /// <summary>Whether the value of a key is a mapping.</summary>
    public bool IsMap(string key) => Find(key) is YamlMappingNode;

    /// <summary>A required text.</summary>
    public string Text(string key) => Scalar(key);

    /// <summary>A text, or null when the key is missing.</summary>
    public string? OptionalText(string key) => Has(key) ? Scalar(key) : null;

    /// <summary>A required number.</summary>
    public double Number(string key) =>
        double.TryParse(Scalar(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Error(key, $"'{Scalar(key)}' is not a number");

    /// <summary>A required whole number.</summary>
    public int Integer(string key) =>
        int.TryParse(Scalar(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Error(key, $"'{Scalar(key)}' is not a whole number");

    /// <summary>A required moment, ISO 8601, UTC unless it says otherwise.</summary>
    public DateTimeOffset Time(string key) =>
        DateTimeOffset.TryParse(Scalar(key), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value)
            ? value
            : throw Error(key, $"'{Scalar(key)}' is not a time", "write it like 2025-01-31T12:00:00Z");

    /// <summary>A required word of an enumeration, in lower case.</summary>
    public T Word<T>(string key)
        where T : struct, Enum => DatasetLayout.TryParse<T>(Scalar(key), out var value)
            ? value
            : throw Error(key, $"'{Scalar(key)}' is not a {typeof(T).Name}", NearestName.Suggest(Scalar(key), DatasetLayout.Words<T>()));

    /// <summary>A word of an enumeration, or a default when the key is missing.</summary>
    public T Word<T>(string key, T missing)
        where T : struct, Enum => Has(key) ? Word<T>(key) : missing;

    /// <summary>A list of texts; empty when the key is missing.</summary>
    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(item =>
        item is YamlScalarNode scalar ? scalar.Value ?? "" : throw Error(key, "expected a list of texts"))];

    /// <summary>A list of mappings; empty when the key is missing.</summary>
    public IReadOnlyList<YamlMap> Maps(string key) => [.. Items(key).Select((item, i) => Mapping(item, _file, $"{_path}{key}[{i}]."))];

    /// <summary>A mapping; empty when the key is missing.</summary>
    public YamlMap Map(string key) => Has(key) ? Mapping(Find(key)!, _file, $"{_path}{key}.") : new YamlMap([], _file, $"{_path}{key}.");

    /// <summary>An error at a key.</summary>
    public InputException Error(string key, string problem, string? remedy = null) =>
        new($"{_path}{key}: {problem}", _file, (Find(key) ?? _node).Start.Line, remedy: remedy);

    private static YamlMap Mapping(YamlNode node, string file, string path)
    {
        if (node is not YamlMappingNode mapping)
            throw new InputException($"{(path.Length == 0 ? "the top level" : path.TrimEnd('.'))} must be a mapping (key: value)", file, node.Start.Line);
        foreach (var key in mapping.Children.Keys)
        {
            if (key is not YamlScalarNode)
                throw new InputException("keys must be plain texts", file, key.Start.Line);
        }
        return new YamlMap(mapping, file, path);
    }

    private YamlNode? Find(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private IEnumerable<YamlNode> Items(string key)
    {
        if (!Has(key))
            return [];
        return Find(key) is YamlSequenceNode sequence ? sequence.Children : throw Error(key, "expected a list");
    }

    private string Scalar(string key) => Find(key) switch
    {
        null => throw new InputException($"'{_path}{key}' is missing", _file, _node.Start.Line),
        YamlScalarNode { Value: { } value } => value,
        _ => throw Error(key, "expected a single value"),
    };
}
