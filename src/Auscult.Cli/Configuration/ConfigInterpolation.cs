using System.Text.RegularExpressions;

namespace Auscult.Cli.Configuration;

/// <summary>
/// Replaces <c>${section.key}</c> by the value it names, and <c>${env:NAME}</c> or <c>${env:NAME,default}</c> by an environment variable.
/// A reference that is the whole text takes the type of what it names.
/// </summary>
internal sealed partial class ConfigInterpolation(ConfigMapping root, Func<string, string?> environment)
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public ConfigMapping Resolve() => (ConfigMapping)Resolve(root);

    private ConfigNode Resolve(ConfigNode node) => node switch
    {
        ConfigMapping mapping => mapping with { Entries = [.. mapping.Entries.Select(e => KeyValuePair.Create(e.Key, Resolve(e.Value)))] },
        ConfigSequence sequence => sequence with { Items = [.. sequence.Items.Select(Resolve)] },
        ConfigScalar scalar when scalar.Text.Contains("${", StringComparison.Ordinal) => Resolve(scalar),
        _ => node,
    };

    private ConfigNode Resolve(ConfigScalar scalar)
    {
        if (Reference().Match(scalar.Text) is { Success: true } whole && whole.Length == scalar.Text.Length)
            return LookUp(whole.Groups[1].Value, scalar);
        var text = Reference().Replace(scalar.Text, match => LookUp(match.Groups[1].Value, scalar) is ConfigScalar inner
            ? inner.Text
            : throw scalar.Source.Error($"{match.Value} names more than one value, which cannot stand inside text"));
        return text.Contains("${", StringComparison.Ordinal)
            ? throw scalar.Source.Error($"'{scalar.Text}' is not a complete reference", "write ${section.key} or ${env:NAME,default}")
            : scalar with { Text = text };
    }

    private ConfigNode LookUp(string reference, ConfigScalar at)
    {
        if (reference.StartsWith("env:", StringComparison.Ordinal))
            return LookUpVariable(reference["env:".Length..], at);
        if (root.Find(reference.Split('.')) is not { } target)
            throw at.Source.Error($"${{{reference}}} names no key");
        if (!_open.Add(reference))
            throw at.Source.Error($"${{{reference}}} refers back to itself");
        var resolved = Resolve(target);
        _open.Remove(reference);
        return resolved;
    }

    private ConfigNode LookUpVariable(string reference, ConfigScalar at)
    {
        var comma = reference.IndexOf(',', StringComparison.Ordinal);
        var name = comma < 0 ? reference : reference[..comma];
        if (environment(name) is { Length: > 0 } value)
            return at with { Text = value };
        return comma < 0
            ? throw at.Source.Error($"the environment variable {name} is not set", $"set it, or write ${{env:{name},default}}")
            : ConfigYaml.Parse(reference[(comma + 1)..], at.Source);
    }

    [GeneratedRegex(@"\$\{([^{}]+)\}")]
    private static partial Regex Reference();
}
