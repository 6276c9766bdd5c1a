using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Auscult.Telemetry.Storage.Yaml;

/// <summary>Writes YAML with keys in the given order, so that equal content gives equal bytes.</summary>
internal static partial class YamlText
{
    private static readonly string[] Reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"];

    /// <summary>A scalar that every YAML reader takes for text, quoted only where it must be.</summary>
    public static YamlScalarNode Text(string value) => new(value)
    {
        Style = PlainText().IsMatch(value) && !Reserved.Contains(value, StringComparer.OrdinalIgnoreCase) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted,
    };

    /// <summary>A scalar that readers may take for a number or a time.</summary>
    public static YamlScalarNode Literal(string value) => new(value) { Style = ScalarStyle.Plain };

    /// <summary>A mapping on one line.</summary>
    public static YamlMappingNode Flow(params (string Key, YamlNode Value)[] pairs)
    {
        var node = Block(pairs);
        node.Style = MappingStyle.Flow;
        return node;
    }

    /// <summary>A mapping with one line per key.</summary>
    public static YamlMappingNode Block(params (string Key, YamlNode Value)[] pairs)
    {
        var node = new YamlMappingNode { Style = MappingStyle.Block };
        foreach (var (key, value) in pairs)
            node.Add(Text(key), value);
        return node;
    }

    /// <summary>The document's text.</summary>
    public static string Of(YamlNode root)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Emit(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, mapping.Style));
                foreach (var (key, value) in mapping.Children)
                {
                    Emit(emitter, key);
                    Emit(emitter, value);
                }
                emitter.Emit(new MappingEnd());
                break;
            case YamlSequenceNode sequence:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, sequence.Style));
                foreach (var item in sequence.Children)
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case YamlScalarNode scalar:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, scalar.Value ?? "", scalar.Style, isPlainImplicit: true, isQuotedImplicit: true));
                break;
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_./()+-]*( [A-Za-z0-9_./()+-]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainText();
}
