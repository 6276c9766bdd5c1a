using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>Labelled evaluations and checkpoints of a recording: training stands still in them.</summary>
internal sealed class Pauses
{
    private static readonly string[] Classes = ["evaluation", "checkpoint"];
    private readonly (long Start, long End)[] _spans;

    private Pauses((long Start, long End)[] spans) => _spans = spans;

    public static Pauses Of(Dataset dataset, Recording recording) => new(
        [.. dataset.Incidents.Where(incident => incident.IsBenign && incident.Recording == recording.Name && Classes.Contains(incident.FaultClass, StringComparer.Ordinal))
            .Select(incident => (Micros.From(incident.Onset), Micros.From(incident.End)))]);

    /// <summary>Whether a pause ends after <paramref name="from"/> and up to <paramref name="until"/>.</summary>
    public bool AnyEndIn(long from, long until) => _spans.Any(span => span.End > from && span.End <= until);

    /// <summary>Whether a moment lies in a pause.</summary>
    public bool Contains(long micros) => _spans.Any(span => span.Start <= micros && micros < span.End);
}
