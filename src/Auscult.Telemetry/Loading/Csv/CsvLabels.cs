using System.Globalization;
using System.Text.RegularExpressions;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Csv;

/// <summary>Turns the label column of a CSV file into incidents: every stretch of rows of one entity with one class, within a recording.</summary>
internal static partial class CsvLabels
{
    public static List<Incident> Incidents(CsvRows rows, CsvMapping mapping, IReadOnlyList<Recording> recordings)
    {
        var incidents = new List<Incident>();
        if (mapping.LabelColumn is null)
            return incidents;
        var step = Micros.From(mapping.Step);
        for (var entity = 0; entity < rows.Entities.Count; entity++)
        {
            (string Class, string Recording, long First, long Last)? open = null;
            foreach (var (micros, label) in rows.LabelsOf(entity))
            {
                var faultClass = ClassOf(label, mapping);
                var recording = RecordingOf(micros, recordings);
                if (open is { } current && current.Class == faultClass && current.Recording == recording.Name)
                {
                    open = current with { Last = micros };
                    continue;
                }
                Close(open, entity);
                open = faultClass is null ? null : (faultClass, recording.Name, micros, micros);
            }
            Close(open, entity);
        }
        return incidents;

        void Close((string Class, string Recording, long First, long Last)? run, int entity)
        {
            if (run is not { } closed)
                return;
            incidents.Add(new Incident
            {
                Id = $"{rows.Entities[entity]}-{incidents.Count}",
                FaultClass = closed.Class,
                Layer = mapping.LabelLayer,
                RootEntity = rows.Entities[entity],
                Onset = Micros.ToTime(closed.First),
                End = Micros.ToTime(closed.Last + step),
                Recording = closed.Recording,
            });
        }
    }

    private static string? ClassOf(string label, CsvMapping mapping)
    {
        if (label.Length == 0 || mapping.NormalLabels.Contains(label, StringComparer.OrdinalIgnoreCase))
            return null;
        if (double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number == 0 ? null : mapping.LabelClass;
        return Separators().Replace(label, "_").Trim('_').ToLowerInvariant();
    }

    private static Recording RecordingOf(long micros, IReadOnlyList<Recording> recordings)
    {
        var time = Micros.ToTime(micros);
        return recordings.First(recording => time >= recording.Start && time < recording.End);
    }

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();
}
