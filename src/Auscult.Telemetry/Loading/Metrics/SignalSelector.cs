using Auscult.Telemetry.Catalogue;

namespace Auscult.Telemetry.Loading.Metrics;

/// <summary>
/// Finds the catalogue's name of a series: its metric's name, or the alias whose labels the series has,
/// <c>node_cpu_seconds_total{mode="user"}</c>. The alias with the most labels wins.
/// </summary>
internal sealed class SignalSelector
{
    private readonly SignalCatalogue _catalogue;
    private readonly Dictionary<string, List<(string Alias, MetricLabel[] Labels)>> _selecting = new(StringComparer.Ordinal);

    public SignalSelector(SignalCatalogue catalogue)
    {
        _catalogue = catalogue;
        foreach (var name in catalogue.Names)
        {
            if (!name.EndsWith('}') || name.IndexOf('{', StringComparison.Ordinal) is not (> 0 and var brace))
                continue;
            var labels = name[(brace + 1)..^1].Split(',').Select(label => label.Split('=', 2))
                .Select(pair => new MetricLabel(pair[0].Trim(), pair.Length > 1 ? pair[1].Trim().Trim('"') : "")).ToArray();
            if (!_selecting.TryGetValue(name[..brace], out var aliases))
                _selecting.Add(name[..brace], aliases = []);
            aliases.Add((name, labels));
        }
        foreach (var aliases in _selecting.Values)
            aliases.Sort((a, b) => b.Labels.Length.CompareTo(a.Labels.Length));
    }

    /// <summary>The alias that a series matches, whose labels are then used; null when the catalogue has none.</summary>
    public string? Find(string metric, MetricLabels labels)
    {
        foreach (var (alias, selected) in _selecting.GetValueOrDefault(metric, []))
        {
            if (!Array.TrueForAll(selected, label => labels.Find(label.Name) == label.Value))
                continue;
            foreach (var label in selected)
                labels.Take(label.Name);
            return alias;
        }
        return _catalogue.Find(metric) is null ? null : metric;
    }

    /// <summary>Whether any alias is of this metric, whatever its labels.</summary>
    public bool Knows(string metric) => _selecting.ContainsKey(metric) || _catalogue.Find(metric) is not null;

    /// <summary>The quantiles that the catalogue wants of a histogram: <c>x{quantile="0.99"}</c>.</summary>
    public IReadOnlyList<(string Alias, double Quantile)> Quantiles(string metric) =>
    [
        .. _selecting.GetValueOrDefault(metric, [])
            .Where(alias => alias.Labels is [{ Name: "quantile" }])
            .Select(alias => (alias.Alias, double.Parse(alias.Labels[0].Value))),
    ];
}
