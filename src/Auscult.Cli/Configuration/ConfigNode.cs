using Auscult.Foundation;

namespace Auscult.Cli.Configuration;

/// <summary>Where a value was written: a line of a file, or an override on the command line.</summary>
/// <param name="File">The YAML file as it was opened, when the value came from one.</param>
/// <param name="Line">One-based line in <paramref name="File"/>.</param>
/// <param name="Override">The override as the user typed it, when the value came from the command line.</param>
internal sealed record ConfigSource(string? File, long? Line, string? Override = null)
{
    public static ConfigSource FromOverride(string text) => new(null, null, text);

    /// <summary>One line that names this place, what is wrong there and what to do.</summary>
    public InputException Error(string problem, string? remedy = null, Exception? inner = null) =>
        new(Override is null ? problem : $"override '{Override}': {problem}", File, Line, remedy: remedy, inner: inner);
}

/// <summary>A node of composed configuration: YAML that remembers where each of its values was written.</summary>
internal abstract record ConfigNode(ConfigSource Source);

/// <summary>
/// A single value, as text. <paramref name="IsPlain"/> is false for quoted text, which is never null, a number or a flag.
/// </summary>
internal sealed record ConfigScalar(string Text, bool IsPlain, ConfigSource Source) : ConfigNode(Source)
{
    /// <summary>YAML's null: a plain <c>null</c>, <c>~</c> or nothing at all.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null";
}

/// <summary>An ordered list.</summary>
internal sealed record ConfigSequence(IReadOnlyList<ConfigNode> Items, ConfigSource Source) : ConfigNode(Source);

/// <summary>Keys to nodes, in the order in which they were first written.</summary>
internal sealed record ConfigMapping(IReadOnlyList<KeyValuePair<string, ConfigNode>> Entries, ConfigSource Source) : ConfigNode(Source)
{
    public static ConfigMapping Empty(ConfigSource source) => new([], source);

    public IReadOnlyList<string> Keys => [.. Entries.Select(entry => entry.Key)];

    public ConfigNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key).Value;

    /// <summary>A copy in which <paramref name="key"/> holds <paramref name="value"/>.</summary>
    public ConfigMapping With(string key, ConfigNode value) => this[key] is null
        ? this with { Entries = [.. Entries, new(key, value)] }
        : this with { Entries = [.. Entries.Select(entry => entry.Key == key ? new(key, value) : entry)] };

    /// <summary>A copy without <paramref name="key"/>.</summary>
    public ConfigMapping Without(string key) => this with { Entries = [.. Entries.Where(entry => entry.Key != key)] };

    /// <summary>A copy in which <paramref name="overlay"/> wins: mappings merge key by key, anything else is replaced.</summary>
    public ConfigMapping Merge(ConfigMapping overlay) => overlay.Entries.Aggregate(this, (merged, entry) =>
        merged.With(entry.Key, merged[entry.Key] is ConfigMapping below && entry.Value is ConfigMapping above ? below.Merge(above) : entry.Value));

    /// <summary>A copy in which the node at <paramref name="path"/> is <paramref name="value"/>; mappings on the way are created.</summary>
    public ConfigMapping WithPath(ReadOnlySpan<string> path, ConfigNode value)
    {
        if (path.Length == 1)
            return With(path[0], value);
        var child = this[path[0]] switch
        {
            ConfigMapping mapping => mapping,
            null or ConfigScalar { IsNull: true } => Empty(value.Source),
            _ => throw value.Source.Error($"'{path[0]}' is not a mapping, so '{path[1]}' cannot be set in it"),
        };
        return With(path[0], child.WithPath(path[1..], value));
    }

    /// <summary>The node at <paramref name="path"/>, or null.</summary>
    public ConfigNode? Find(ReadOnlySpan<string> path) => path.Length == 1
        ? this[path[0]]
        : (this[path[0]] as ConfigMapping)?.Find(path[1..]);

    /// <summary>A copy without the node at <paramref name="path"/>.</summary>
    public ConfigMapping WithoutPath(ReadOnlySpan<string> path) => path.Length == 1
        ? Without(path[0])
        : this[path[0]] is ConfigMapping child ? With(path[0], child.WithoutPath(path[1..])) : this;
}
