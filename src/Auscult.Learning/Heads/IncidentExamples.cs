using System.ComponentModel.DataAnnotations;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Heads;

/// <summary>How labelled incidents become examples; <c>configs/head/*.yaml</c> under <c>examples</c>.</summary>
public sealed record IncidentExampleConfig
{
    /// <summary>Rows before the onset that are taken as normal, at most. Default 60.</summary>
    [Range(1, int.MaxValue)]
    public int ContextRows { get; init; } = 60;

    /// <summary>Rows between context and onset that are left out. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int GapRows { get; init; }

    /// <summary>Context rows below which an incident that follows another closely is no example. Default 5.</summary>
    [Range(1, int.MaxValue)]
    public int MinContextRows { get; init; } = 5;

    /// <summary>Whether benign events (checkpoint, evaluation) are classes too. Default false: they are normal operation.</summary>
    public bool IncludeBenign { get; init; }
}

/// <summary>Makes <see cref="IncidentExample"/>s of labelled incidents.</summary>
public static class IncidentExamples
{
    /// <summary>
    /// Examples of all incidents whose rows lie within <paramref name="part"/>. The context ends before the onset, reaches back to the end
    /// of the fault before it at most, and lies within the part and the recording too, so that no example reaches into another part. Benign
    /// events do not end it.
    /// </summary>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="topology">Maps an incident's entity to a frame entity.</param>
    /// <param name="incidents">Labelled incidents.</param>
    /// <param name="part">Rows of the part, such as the training rows.</param>
    /// <param name="config">Lengths.</param>
    public static IReadOnlyList<IncidentExample> Within(
        FrameSchema schema, Topology topology, IReadOnlyList<Incident> incidents, IReadOnlyList<RowRange> part, IncidentExampleConfig config)
    {
        var located = incidents.Select(incident => (Incident: incident, Rows: IncidentRows.Of(schema, topology, incident)))
            .Where(pair => pair.Rows is not null).Select(pair => (pair.Incident, Rows: pair.Rows!.Value)).ToArray();
        var examples = new List<IncidentExample>();
        foreach (var (incident, rows) in located)
        {
            if (incident.IsBenign && !config.IncludeBenign)
                continue;
            var home = part.FirstOrDefault(range => range.Entity == rows.Entity && range.FirstRow <= rows.FirstRow && rows.EndRow <= range.EndRow);
            if (home.RowCount == 0)
                continue;
            var earliest = Math.Max(home.FirstRow, schema.SegmentOf(rows.FirstRow).FirstRow);
            foreach (var (before, other) in located)
            {
                if (!before.IsBenign && other.Entity == rows.Entity && other.FirstRow < rows.FirstRow)
                    earliest = Math.Max(earliest, Math.Min(other.EndRow, rows.FirstRow));
            }
            var end = rows.FirstRow - config.GapRows;
            var first = Math.Max(earliest, end - config.ContextRows);
            if (end - first < config.MinContextRows)
                continue;
            examples.Add(new IncidentExample(
                incident.Id, rows, new RowRange(rows.Entity, first, end - first), incident.FaultClass, incident.Layer, incident.Recording));
        }
        return examples;
    }
}
