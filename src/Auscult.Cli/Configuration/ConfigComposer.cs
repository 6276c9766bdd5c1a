using Auscult.Foundation;

namespace Auscult.Cli.Configuration;

/// <summary>
/// Composes one configuration from the files of a folder and the overrides of the command line, by Hydra's rules: the groups that
/// <c>auscult.yaml</c> names in its <c>defaults:</c>, then its own keys, then <c>experiment=NAME</c>, then the overrides.
/// </summary>
/// <remarks>
/// A group is a folder of alternatives: <c>encoder=small</c> puts <c>configs/encoder/small.yaml</c> under the key <c>encoder</c>.
/// A group's file may begin with <c>defaults: [base]</c> to start from its neighbour <c>base.yaml</c>. See docs/guide/config.md.
/// </remarks>
/// <param name="folder">The folder that holds <c>auscult.yaml</c>.</param>
/// <param name="environment">Looks up a variable for <c>${env:NAME}</c>.</param>
internal sealed class ConfigComposer(string folder, Func<string, string?> environment)
{
    private const string Experiment = "experiment";
    private const string Defaults = "defaults";

    /// <summary>The groups that an override can choose, and the files of each.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; } = ConfigFolder.Groups(folder);

    /// <exception cref="InputException">
    /// A file, a group, a key or an override is wrong; the message names the nearest known one.
    /// </exception>
    public ResolvedConfig Compose(IReadOnlyList<string> overrides)
    {
        var top = ConfigYaml.ReadFile(Path.Combine(folder, ConfigFolder.TopFile));
        var parsed = overrides.Select(ConfigOverride.Parse).ToArray();
        var choices = Choices.Read(top[Defaults], Groups);
        var experimentChoice = parsed.LastOrDefault(o => o.Path is [Experiment] && o.Kind != OverrideKind.Drop);
        var experiment = experimentChoice is null or { Value: ConfigScalar { IsNull: true } }
            ? null
            : ReadGroupFile(Experiment, NameOf(experimentChoice), experimentChoice.Value!.Source, inherited: []);
        if (experiment is not null)
            choices = choices.With(Choices.Read(experiment[Defaults], Groups));
        foreach (var choice in parsed.Where(IsGroupChoice))
            choices = choices.With(choice);

        var root = ConfigMapping.Empty(top.Source);
        foreach (var (group, name, source) in choices.Entries)
            root = root.WithPath(group.Split('/'), ReadGroupFile(group, name, source, inherited: []));
        root = root.Merge(top.Without(Defaults));
        if (experiment is not null)
            root = root.Merge(experiment.Without(Defaults)).With(Experiment, experimentChoice!.Value!);
        root = parsed.Where(o => !IsGroupChoice(o) && o.Path is not [Experiment]).Aggregate(root, Apply);
        root = new ConfigInterpolation(root, environment).Resolve();
        ConfigSchema.Validate(root, Groups.Keys.Select(group => group.Split('/')[0]));
        return new ResolvedConfig(root, [.. overrides]);
    }

    /// <summary>
    /// Composes on top of an earlier, resolved configuration: its values replace the defaults, then groups, experiment and overrides
    /// replace its values.
    /// </summary>
    /// <param name="earlier">The resolved configuration of a run.</param>
    /// <param name="overrides">What is to differ from it.</param>
    /// <exception cref="InputException">
    /// A file, a group, a key or an override is wrong; the message names the nearest known one.
    /// </exception>
    public ResolvedConfig ComposeOver(ConfigMapping earlier, IReadOnlyList<string> overrides)
    {
        var parsed = overrides.Select(ConfigOverride.Parse).ToArray();
        var root = Compose([]).Root.Merge(earlier);
        foreach (var choice in parsed.Where(IsGroupChoice))
            root = root.WithPath([.. choice.Path], ReadGroupFile(string.Join('/', choice.Path), NameOf(choice), choice.Value!.Source, inherited: []));
        foreach (var choice in parsed.Where(o => o is { Path: [Experiment], Value: ConfigScalar { IsNull: false } }))
            root = root.Merge(ReadGroupFile(Experiment, NameOf(choice), choice.Value!.Source, inherited: []).Without(Defaults)).With(Experiment, choice.Value!);
        root = parsed.Where(o => !IsGroupChoice(o) && o.Path is not [Experiment]).Aggregate(root, Apply);
        root = new ConfigInterpolation(root, environment).Resolve();
        ConfigSchema.Validate(root, Groups.Keys.Select(group => group.Split('/')[0]));
        return new ResolvedConfig(root, [.. overrides]);
    }

    private bool IsGroupChoice(ConfigOverride choice) =>
        choice is { Kind: not OverrideKind.Drop, Value: ConfigScalar { IsNull: false } }
        && choice.Path is not [Experiment] && Groups.ContainsKey(string.Join('/', choice.Path));

    private static string NameOf(ConfigOverride choice) => choice.Value is ConfigScalar scalar
        ? scalar.Text
        : throw choice.Value!.Source.Error("expected the name of one file of the group");

    private ConfigMapping ReadGroupFile(string group, string name, ConfigSource chosenAt, IReadOnlyList<string> inherited)
    {
        var names = Groups.GetValueOrDefault(group, []);
        if (!names.Contains(name, StringComparer.Ordinal))
            throw chosenAt.Error($"there is no {group} called '{name}'", NearestName.Suggest(name, names));
        if (inherited.Contains(name, StringComparer.Ordinal))
            throw chosenAt.Error($"'{name}' inherits from itself by way of {string.Join(" -> ", inherited)}");
        var file = ConfigYaml.ReadFile(Path.Combine(folder, group, name + ConfigFolder.Extension));
        if (group == Experiment || file[Defaults] is not { } defaults)
            return file;
        var below = ConfigMapping.Empty(file.Source);
        foreach (var item in (defaults as ConfigSequence)?.Items ?? [])
        {
            var neighbour = item as ConfigScalar ?? throw item.Source.Error("expected the name of a neighbouring file");
            below = below.Merge(ReadGroupFile(group, neighbour.Text, neighbour.Source, [.. inherited, name]));
        }
        return below.Merge(file.Without(Defaults));
    }

    private static ConfigMapping Apply(ConfigMapping root, ConfigOverride change)
    {
        string[] path = [.. change.Path];
        var existing = root.Find(path);
        switch (change.Kind)
        {
            case OverrideKind.Drop when existing is null:
            case OverrideKind.Set when existing is null && !ConfigSchema.Knows(path):
                throw ConfigSource.FromOverride(change.Text).Error($"there is no key '{change.Key}'", SuggestKey(root, change));
            case OverrideKind.Add when existing is not null:
                throw change.Value!.Source.Error($"'{change.Key}' exists already", $"change it with {change.Key}=... or ++{change.Key}=...");
            case OverrideKind.Drop:
                return root.WithoutPath(path);
            default:
                return root.WithPath(path, change.Value!);
        }
    }

    private static string SuggestKey(ConfigMapping root, ConfigOverride change)
    {
        var keys = Keys(root, "").Concat(ConfigSchema.Keys()).Distinct(StringComparer.Ordinal).ToArray();
        // Where the section is right, the mistake is in the last word.
        var section = change.Key[..(change.Key.LastIndexOf('.') + 1)];
        string[] within = [.. keys.Where(key => section.Length > 0 && key.StartsWith(section, StringComparison.Ordinal))];
        var nearest = within.Length == 0
            ? NearestName.Of(change.Key, keys)
            : NearestName.Of(change.Key[section.Length..], within.Select(key => key[section.Length..])) is { } name ? section + name : null;
        return (nearest is null ? "" : $"did you mean '{nearest}'? ") + (change.Kind == OverrideKind.Set ? $"(+{change.Text} adds a new key)" : "");
    }

    private static IEnumerable<string> Keys(ConfigMapping mapping, string prefix) => mapping.Entries.SelectMany(entry =>
        entry.Value is ConfigMapping child ? Keys(child, $"{prefix}{entry.Key}.").Prepend(prefix + entry.Key) : [prefix + entry.Key]);

    /// <summary>Which file of each group is chosen, in the order of the <c>defaults:</c> list.</summary>
    private sealed record Choices(IReadOnlyList<(string Group, string Name, ConfigSource Source)> Entries)
    {
        public static Choices Read(ConfigNode? defaults, IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
        {
            if (defaults is null)
                return new Choices([]);
            var list = defaults as ConfigSequence ?? throw defaults.Source.Error("'defaults' must be a list of '- group: name'");
            return new Choices([.. list.Items.Select(item => ReadOne(item, groups))]);
        }

        public Choices With(Choices overlay) => overlay.Entries.Aggregate(this, (all, entry) => all.Put(entry));

        public Choices With(ConfigOverride choice) => Put((string.Join('/', choice.Path), NameOf(choice), choice.Value!.Source));

        private static (string, string, ConfigSource) ReadOne(ConfigNode item, IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
        {
            if (item is not ConfigMapping { Entries: [{ Value: ConfigScalar { IsNull: false } name } entry] })
                throw item.Source.Error("each of the 'defaults' reads '- group: name'");
            return groups.ContainsKey(entry.Key)
                ? (entry.Key, name.Text, name.Source)
                : throw item.Source.Error($"there is no group '{entry.Key}'", NearestName.Suggest(entry.Key, [.. groups.Keys]));
        }

        private Choices Put((string Group, string Name, ConfigSource Source) entry) => Entries.Any(e => e.Group == entry.Group)
            ? new Choices([.. Entries.Select(e => e.Group == entry.Group ? entry : e)])
            : new Choices([.. Entries, entry]);
    }
}
