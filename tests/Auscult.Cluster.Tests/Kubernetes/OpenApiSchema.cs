using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Auscult.Cluster.Tests.Kubernetes;

/// <summary>
/// Strict validation by the part of OpenAPI that Kubernetes' own schemas use: unknown keys are mistakes, as they are for <c>kubectl --validate=strict</c>.
/// YAML contains JSON, so schemas in either are read alike.
/// </summary>
/// <param name="document">The file, for references into it.</param>
/// <param name="root">The schema of the object.</param>
internal sealed class OpenApiSchema(YamlNode document, YamlNode root)
{
    /// <summary>What is wrong with a document; empty when nothing is.</summary>
    public IReadOnlyList<string> Mistakes(string yaml)
    {
        var found = new List<string>();
        Check(Parse(yaml), root, "", found);
        return found;
    }

    /// <summary>Reads YAML or JSON.</summary>
    public static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }

    /// <summary>A value deep in a mapping; null where it is not.</summary>
    public static YamlNode? At(YamlNode? node, params string[] path) => path.Aggregate(
        node, (at, key) => at is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null);

    private void Check(YamlNode value, YamlNode schema, string path, List<string> found)
    {
        schema = Resolve(schema);
        if (At(schema, "x-kubernetes-int-or-string") is not null || Text(schema, "format") == "int-or-string")
        {
            if (TypeOf(value) is not ("integer" or "string"))
                found.Add($"{path}: neither a number nor text");
            return;
        }
        var type = Text(schema, "type");
        if (type is not null && TypeOf(value) is var actual && actual != type && !(type == "number" && actual == "integer"))
        {
            found.Add($"{path}: {actual} where {type} is expected");
            return;
        }
        if (value is YamlMappingNode mapping)
            CheckMapping(mapping, schema, path, found);
        else if (value is YamlSequenceNode sequence && At(schema, "items") is { } items)
            sequence.Children.Select((child, i) => (child, i)).ToList().ForEach(item => Check(item.child, items, $"{path}[{item.i}]", found));
        else if (value is YamlScalarNode scalar)
            CheckScalar(scalar, schema, path, found);
    }

    private void CheckMapping(YamlMappingNode mapping, YamlNode schema, string path, List<string> found)
    {
        foreach (var required in At(schema, "required") is YamlSequenceNode names ? names.Children.Cast<YamlScalarNode>() : [])
        {
            if (!mapping.Children.ContainsKey(required))
                found.Add($"{path}.{required.Value}: missing");
        }
        foreach (var (key, child) in mapping.Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            if ((At(schema, "properties", name) ?? At(schema, "additionalProperties")) is { } of)
                Check(child, of, $"{path}.{name}", found);
            else if (At(schema, "properties") is not null)
                found.Add($"{path}.{name}: unknown");
        }
    }

    private static void CheckScalar(YamlScalarNode scalar, YamlNode schema, string path, List<string> found)
    {
        if (At(schema, "enum") is YamlSequenceNode choices && choices.Children.All(choice => ((YamlScalarNode)choice).Value != scalar.Value))
            found.Add($"{path}: '{scalar.Value}' is no choice");
        if (Text(schema, "pattern") is { } pattern && !Regex.IsMatch(scalar.Value!, pattern, RegexOptions.None, TimeSpan.FromSeconds(5)))
            found.Add($"{path}: '{scalar.Value}' does not fit {pattern}");
        if (double.TryParse(Text(schema, "minimum"), CultureInfo.InvariantCulture, out var least)
            && double.Parse(scalar.Value!, CultureInfo.InvariantCulture) < least)
            found.Add($"{path}: below {least}");
    }

    private YamlNode Resolve(YamlNode schema)
    {
        while (Text(schema, "$ref") is { } reference)
            schema = At(document, reference.TrimStart('#', '/').Split('/')) ?? throw new InvalidOperationException($"no {reference}");
        return schema;
    }

    private static string? Text(YamlNode schema, string key) => At(schema, key) is YamlScalarNode scalar ? scalar.Value : null;

    // As YAML 1.1's core resolves plain scalars.
    private static string TypeOf(YamlNode node) => node switch
    {
        YamlMappingNode => "object",
        YamlSequenceNode => "array",
        YamlScalarNode { Style: not ScalarStyle.Plain } => "string",
        YamlScalarNode { Value: "true" or "false" or "yes" or "no" or "on" or "off" } => "boolean",
        YamlScalarNode { Value: "" or "null" or "~" } => "null",
        YamlScalarNode scalar when long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "integer",
        YamlScalarNode scalar when double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => "number",
        _ => "string",
    };
}
