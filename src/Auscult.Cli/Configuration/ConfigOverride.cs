using System.Text.RegularExpressions;
using Auscult.Foundation;

namespace Auscult.Cli.Configuration;

/// <summary>What an override does to the configuration.</summary>
internal enum OverrideKind
{
    /// <summary><c>a.b=1</c>: change a key that exists, or choose a group's file.</summary>
    Set,

    /// <summary><c>+a.b=1</c>: add a key that does not exist.</summary>
    Add,

    /// <summary><c>++a.b=1</c>: set a key whether or not it exists.</summary>
    Force,

    /// <summary><c>~a.b</c>: remove a key that exists.</summary>
    Drop,
}

/// <summary>One override of the command line, in Hydra's grammar.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Path">The key, split at dots (or slashes, for a nested group).</param>
/// <param name="Value">The right side, parsed as YAML; null for <see cref="OverrideKind.Drop"/>.</param>
/// <param name="Text">As the user typed it.</param>
internal sealed partial record ConfigOverride(OverrideKind Kind, IReadOnlyList<string> Path, ConfigNode? Value, string Text)
{
    private const string Grammar = "write key=value, +new=value, ++force=value or ~drop";

    /// <summary>The key with dots.</summary>
    public string Key => string.Join('.', Path);

    /// <exception cref="InputException">The text is not an override.</exception>
    public static ConfigOverride Parse(string text)
    {
        var source = ConfigSource.FromOverride(text);
        if (text.StartsWith('-'))
            throw new InputException($"unknown option '{text}'", remedy: "see --help");
        var match = Pattern().Match(text);
        if (!match.Success)
            throw source.Error("not an override", Grammar);
        var kind = match.Groups["sign"].Value switch { "++" => OverrideKind.Force, "+" => OverrideKind.Add, "~" => OverrideKind.Drop, _ => OverrideKind.Set };
        var hasValue = match.Groups["equals"].Success;
        if (hasValue == (kind == OverrideKind.Drop))
            throw source.Error(hasValue ? "a dropped key takes no value" : "no value given", Grammar);
        var value = hasValue ? ConfigYaml.Parse(match.Groups["value"].Value, source) : null;
        return new ConfigOverride(kind, match.Groups["key"].Value.Split('.', '/'), value, text);
    }

    [GeneratedRegex(@"\A(?<sign>\+\+|\+|~)?(?<key>[\w-]+(?:[./][\w-]+)*)(?:(?<equals>=)(?<value>.*))?\z",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
