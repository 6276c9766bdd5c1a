using System.Collections.Frozen;
using System.Reflection;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.Yaml;

namespace Auscult.Telemetry.Catalogue;

/// <summary>A signal that a name stands for.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Scale">What a vendor's value is multiplied by to be in the signal's unit; 1 for the signal's own name.</param>
public sealed record ResolvedSignal(Signal Signal, double Scale);

/// <summary>
/// The signals Auscult knows, and the vendors' names for them (<c>configs/signals/*.yaml</c>). Names of node_exporter and the like carry the
/// labels that select the signal: <c>node_cpu_seconds_total{mode="user"}</c>.
/// </summary>
public sealed class SignalCatalogue
{
    private const string ResourcePrefix = "signals/";
    private static readonly Lazy<SignalCatalogue> Embedded = new(LoadEmbedded);
    private readonly FrozenDictionary<string, ResolvedSignal> _byName;

    private SignalCatalogue(IReadOnlyList<Signal> signals, Dictionary<string, ResolvedSignal> byName)
    {
        Signals = signals;
        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The catalogue this program was built with.</summary>
    public static SignalCatalogue Default => Embedded.Value;

    /// <summary>Every signal, by layer, in the order of the files.</summary>
    public IReadOnlyList<Signal> Signals { get; }

    /// <summary>Every name and vendor's name.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>Reads every YAML file of a folder.</summary>
    /// <exception cref="InputException">The folder has none, or one is malformed, or a name is given twice.</exception>
    public static SignalCatalogue Load(string folder)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)] : [];
        return files.Length > 0
            ? Parse(files.Select(YamlMap.Load))
            : throw new InputException("no signal catalogue", folder, remedy: "it needs files such as hardware.yaml");
    }

    /// <summary>The signal of this name, or of which this is a vendor's name; null when unknown.</summary>
    public ResolvedSignal? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The signal of this name.</summary>
    /// <exception cref="InputException">The name is unknown; the message says which known name is nearest.</exception>
    public ResolvedSignal Require(string name, string? file = null) =>
        Find(name) ?? throw new InputException(
            $"unknown signal '{name}'", file,
            remedy: NearestName.Of(name, Names) is { } nearest ? $"did you mean '{nearest}'?" : "add it to configs/signals");

    private static SignalCatalogue LoadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return Parse(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return YamlMap.Parse(reader.ReadToEnd(), name);
            }));
    }

    private static SignalCatalogue Parse(IEnumerable<YamlMap> files)
    {
        var signals = new List<Signal>();
        var byName = new Dictionary<string, ResolvedSignal>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var layer = file.AllowOnly("layer", "signals").Word<Layer>("layer");
            foreach (var entry in file.Maps("signals"))
            {
                entry.AllowOnly("name", "kind", "unit", "entity", "aggregation", "aliases");
                var signal = new Signal(
                    entry.Text("name"), layer, entry.Word<SignalKind>("kind"), entry.Text("unit"),
                    entry.Word<EntityKind>("entity"), entry.Word("aggregation", Aggregation.Mean));
                signals.Add(signal);
                if (!byName.TryAdd(signal.Name, new ResolvedSignal(signal, 1)))
                    throw entry.Error("name", $"'{signal.Name}' is given twice");
                var aliases = entry.Map("aliases");
                foreach (var alias in aliases.Keys)
                {
                    if (!byName.TryAdd(alias, new ResolvedSignal(signal, aliases.Number(alias))))
                        throw aliases.Error(alias, $"already stands for '{byName[alias].Signal.Name}'");
                }
            }
        }
        return new SignalCatalogue([.. signals.OrderBy(signal => signal.Layer)], byName);
    }
}
