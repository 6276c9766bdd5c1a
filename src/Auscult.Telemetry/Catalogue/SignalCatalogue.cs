using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.Yaml;

namespace Auscult.Telemetry.Catalogue;

/// <summary>A signal that a name stands for.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Scale">What a vendor's value is multiplied by to be in the signal's unit; 1 for the signal's own name.</param>
/// <param name="Offset">What is added afterwards.</param>
/// <param name="Part">
/// The numbers in the vendor's name that the signal does not keep, comma between them: 3 of <c>rx_prio3_pause</c>; mostly empty.
/// Values with different parts are different series; give it to <c>DatasetBuilder.Series</c>.
/// </param>
public sealed record ResolvedSignal(Signal Signal, double Scale, double Offset = 0, string Part = "")
{
    /// <summary>A vendor's value in the signal's unit.</summary>
    public double Convert(double value) => (value * Scale) + Offset;
}

/// <summary>
/// The signals Auscult knows, and the vendors' names for them (<c>configs/signals/*.yaml</c>). Names of node_exporter and the like carry
/// the labels that select the signal: <c>node_cpu_seconds_total{mode="user"}</c>. A star in a vendor's name stands for a whole number.
/// </summary>
public sealed partial class SignalCatalogue
{
    private const string ResourcePrefix = "signals/";
    private static readonly Lazy<SignalCatalogue> Embedded = new(LoadEmbedded);
    private readonly FrozenDictionary<string, Entry> _byName;

    private SignalCatalogue(IReadOnlyList<Signal> signals, Dictionary<string, Entry> byName)
    {
        Signals = signals;
        Names = [.. byName.Keys];
        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The catalogue this program was built with.</summary>
    public static SignalCatalogue Default => Embedded.Value;

    /// <summary>Every signal, by layer, in the order of the files.</summary>
    public IReadOnlyList<Signal> Signals { get; }

    /// <summary>Every name and vendor's name, in the order of the files.</summary>
    public IReadOnlyList<string> Names { get; }

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
    /// <param name="name">The name, with the labels that select the signal where the vendor has such.</param>
    /// <param name="unit">
    /// The unit the data name for the vendor's values (<c>MiB</c>, <c>us</c>), which goes before the catalogue's; null, or a unit that
    /// measures something else, leaves the catalogue's.
    /// </param>
    public ResolvedSignal? Find(string name, string? unit = null)
    {
        if (_byName.TryGetValue(name, out var entry))
            return entry.Resolve(unit, "");
        if (!name.AsSpan().ContainsAnyInRange('0', '9'))
            return null;
        var numbers = string.Join(',', Digits().Matches(name).Select(match => match.Value));
        return _byName.TryGetValue(Digits().Replace(name, "*"), out entry) ? entry.Resolve(unit, numbers) : null;
    }

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
        var byName = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var (signal, aliases, source) in files.SelectMany(CatalogueFile.Read))
        {
            signals.Add(signal);
            if (!byName.TryAdd(signal.Name, new Entry(signal, UnitConversion.None)))
                throw source.Error("name", $"'{signal.Name}' is given twice");
            foreach (var (alias, usual) in aliases)
            {
                if (!byName.TryAdd(alias, new Entry(signal, usual)))
                    throw source.Map("aliases").Error(alias, $"already stands for '{byName[alias].Signal.Name}'");
            }
        }
        return new SignalCatalogue([.. signals.OrderBy(signal => signal.Layer)], byName);
    }

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    private sealed record Entry(Signal Signal, UnitConversion Usual)
    {
        public ResolvedSignal Resolve(string? unit, string part)
        {
            var to = (unit is null ? null : UnitConversion.Between(unit, Signal.Unit)) ?? Usual;
            return new ResolvedSignal(Signal, to.Scale, to.Offset, part);
        }
    }
}
