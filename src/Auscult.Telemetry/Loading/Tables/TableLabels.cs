using System.Globalization;
using System.Text.RegularExpressions;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>Turns a label column into incidents: every stretch of rows of one entity with one class.</summary>
internal sealed partial class TableLabels(TableMapping mapping)
{
    private readonly Dictionary<string, SortedList<long, string>> _rows = new(StringComparer.Ordinal);

    /// <summary>Notes the label of a row. Of several rows of one moment (long files) the last that has a label counts.</summary>
    public void Add(string entity, long micros, string label)
    {
        if (!_rows.TryGetValue(entity, out var rows))
            _rows.Add(entity, rows = []);
        if (label.Length > 0 || !rows.ContainsKey(micros))
            rows[micros] = label;
    }

    /// <summary>The incidents; one ends a step after its last row. A gap that starts a new recording ends it too.</summary>
    public IEnumerable<Incident> Incidents()
    {
        foreach (var (entity, rows) in _rows)
        {
            var step = Micros.From(mapping.Step ?? StepOf(rows.Keys));
            var longest = mapping.RecordingGap is { } gap ? Math.Max(Micros.From(gap), step) : long.MaxValue;
            var count = 0;
            (string Class, long First, long Last)? open = null;
            foreach (var (micros, label) in rows)
            {
                var faultClass = ClassOf(label);
                if (open is { } current && current.Class == faultClass && micros - current.Last <= longest)
                {
                    open = current with { Last = micros };
                    continue;
                }
                if (open is { } closed)
                    yield return Incident(entity, count++, closed, step);
                open = faultClass is null ? null : (faultClass, micros, micros);
            }
            if (open is { } last)
                yield return Incident(entity, count, last, step);
        }
    }

    private static TimeSpan StepOf(IList<long> times)
    {
        var series = new SampleSeries();
        foreach (var time in times)
            series.Add(time, 0);
        return SamplingStep.Of([series]);
    }

    private Incident Incident(string entity, int number, (string Class, long First, long Last) run, long step) => new()
    {
        Id = $"{entity}-{number}",
        FaultClass = run.Class,
        Layer = mapping.LabelLayer,
        RootEntity = entity,
        Onset = Micros.ToTime(run.First),
        End = Micros.ToTime(run.Last + step),
        Recording = "",
    };

    private string? ClassOf(string label)
    {
        if (label.Length == 0 || mapping.NormalLabels.Contains(label, StringComparer.OrdinalIgnoreCase))
            return null;
        if (double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number == 0 ? null : mapping.LabelClass;
        return Separators().Replace(label, "_").Trim('_').ToLowerInvariant() is { Length: > 0 } name ? name : mapping.LabelClass;
    }

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();
}
