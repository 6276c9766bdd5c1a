using System.Text;

namespace Auscult.Telemetry.Loading.Metrics;

/// <summary>One label of a metric.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, unescaped.</param>
public readonly record struct MetricLabel(string Name, string Value);

/// <summary>The labels of one series, and which of them have found a meaning; the others tell parts of one signal apart.</summary>
/// <param name="labels">The labels; an empty value is the same as no label.</param>
public sealed class MetricLabels(IEnumerable<MetricLabel> labels)
{
    private readonly MetricLabel[] _labels =
        [.. labels.Where(label => label.Value.Length > 0).OrderBy(label => label.Name, StringComparer.Ordinal)];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The value of a label, or null.</summary>
    public string? Find(string name) => Array.Find(_labels, label => label.Name == name).Value;

    /// <summary>The value of the first of these labels that is there, or null; it is then used.</summary>
    public string? Take(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) is not { } value)
                continue;
            _used.Add(name);
            return value;
        }
        return null;
    }

    /// <summary>Uses every label whose name is one of these.</summary>
    public void TakeAll(Predicate<string> isOne) => _used.UnionWith(_labels.Select(label => label.Name).Where(name => isOne(name)));

    /// <summary>
    /// The labels without a meaning so far, as <c>a="x",b="y"</c> in order of their names: what makes the series a part of its signal.
    /// </summary>
    public string Rest()
    {
        var text = new StringBuilder();
        foreach (var label in _labels)
        {
            if (!_used.Contains(label.Name))
                text.Append(text.Length > 0 ? "," : "").Append(label.Name).Append("=\"").Append(label.Value).Append('"');
        }
        return text.ToString();
    }

    /// <summary>The same labels and one more, unless there is one of that name; none used yet.</summary>
    public MetricLabels With(string name, string value) => Find(name) is null ? new([.. _labels, new MetricLabel(name, value)]) : Fresh();

    /// <summary>The same labels, none used yet.</summary>
    /// <param name="without">Name of a label to leave out.</param>
    public MetricLabels Fresh(string? without = null) => new(_labels.Where(label => label.Name != without));
}
