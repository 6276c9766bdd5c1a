using Auscult.Foundation;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Auscult.Cli.Configuration;

/// <summary>YAML text to <see cref="ConfigNode"/> and back.</summary>
internal static class ConfigYaml
{
    /// <summary>Reads a file whose top is a mapping; an empty file is an empty mapping.</summary>
    /// <exception cref="InputException">The file is missing, is not YAML, or is not a mapping.</exception>
    public static ConfigMapping ReadFile(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("cannot read the configuration", path, remedy: e.Message, inner: e);
        }
        var source = new ConfigSource(path, null);
        return Parse(text, source) switch
        {
            ConfigMapping mapping => mapping,
            ConfigScalar { IsNull: true } => ConfigMapping.Empty(source),
            _ => throw source.Error("expected 'key: value' lines"),
        };
    }

    /// <summary>Reads one YAML value, such as the right side of an override.</summary>
    public static ConfigNode Parse(string text, ConfigSource source)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            var place = source.File is null ? source : source with { Line = e.Start.Line };
            throw place.Error($"not valid YAML: {e.InnerException?.Message ?? e.Message}", inner: e);
        }
        if (stream.Documents.Count > 1)
            throw source.Error("holds more than one YAML document");
        return stream.Documents.Count == 0 ? new ConfigScalar("", IsPlain: true, source) : Convert(stream.Documents[0].RootNode, source);
    }

    /// <summary>YAML that <see cref="Parse"/> reads back to an equal tree.</summary>
    public static string Write(ConfigMapping mapping)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(Convert(mapping))).Save(writer, assignAnchors: false);
        var text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    /// <summary>A value on one line: text as it is, a list in brackets.</summary>
    public static string WriteInline(ConfigNode node) => node switch
    {
        ConfigScalar { IsNull: true } => "null",
        ConfigScalar scalar => scalar.Text,
        ConfigSequence sequence => $"[{string.Join(", ", sequence.Items.Select(WriteInline))}]",
        ConfigMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(e => $"{e.Key}: {WriteInline(e.Value)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static ConfigNode Convert(YamlNode node, ConfigSource parent)
    {
        var source = parent.File is null ? parent : parent with { Line = node.Start.Line };
        if (!node.Anchor.IsEmpty)
            throw source.Error("anchors and aliases are not supported", "refer to another value with ${section.key}");
        switch (node)
        {
            case YamlScalarNode scalar:
                return new ConfigScalar(scalar.Value ?? "", scalar.Style is ScalarStyle.Plain or ScalarStyle.Any, source);
            case YamlSequenceNode sequence:
                return new ConfigSequence([.. sequence.Children.Select(child => Convert(child, source))], source);
            case YamlMappingNode mapping:
                return new ConfigMapping([.. mapping.Children.Select(child => Entry(child, source))], source);
            default:
                throw new ArgumentOutOfRangeException(nameof(node), node.NodeType, message: null);
        }
    }

    private static KeyValuePair<string, ConfigNode> Entry(KeyValuePair<YamlNode, YamlNode> child, ConfigSource source) =>
        child.Key is YamlScalarNode { Value: { Length: > 0 } key }
            ? new(key, Convert(child.Value, source))
            : throw (source.File is null ? source : source with { Line = child.Key.Start.Line }).Error("keys must be plain names");

    private static YamlNode Convert(ConfigNode node) => node switch
    {
        ConfigScalar { IsNull: true } => new YamlScalarNode("null"),
        ConfigScalar scalar => new YamlScalarNode(scalar.Text) { Style = scalar.IsPlain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted },
        ConfigSequence sequence => new YamlSequenceNode(sequence.Items.Select(Convert)) { Style = YamlDotNet.Core.Events.SequenceStyle.Flow },
        ConfigMapping mapping => new YamlMappingNode(
            mapping.Entries.Select(entry => new KeyValuePair<YamlNode, YamlNode>(new YamlScalarNode(entry.Key), Convert(entry.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
