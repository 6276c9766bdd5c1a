using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>The map of a diagnosis: the incidents that it learned, and moments of what it judged.</summary>
internal static class MapReader
{
    /// <summary>Lays out the embeddings of judged recordings.</summary>
    public static EmbeddingMap? Of(DiagnosisModel model, Dataset dataset, IReadOnlyList<JudgedRecording> recordings)
    {
        var labels = dataset.Incidents.ToDictionary(incident => incident.Id, StringComparer.Ordinal);
        var learned = model.Alarms.Memory.Incidents.Select(known => labels.TryGetValue(known.Id, out var label)
            ? new EmbeddedPoint(known.Id, known.Class, LargestShifts.Name(label.Layer), Kind(dataset.Topology, label.RootEntity), IsLearned: true, known.Embedding)
            : new EmbeddedPoint(known.Id, known.Class, "unknown", "unknown", IsLearned: true, known.Embedding)).ToArray();
        var moments = recordings.SelectMany((recording, r) => Enumerable.Range(0, recording.Shifts.Rows.Count).Select(m => (r, m, Class: ClassAt(recording, m)))).ToArray();
        return MapSample.Of(moments, one => one.Class, one => Point(recordings[one.r], one.m, one.Class, dataset.Topology), learned);
    }

    private static EmbeddedPoint Point(JudgedRecording recording, int moment, string name, Topology topology)
    {
        var judgement = recording.Judged.Judgements[moment];
        var site = recording.Shifts.Site;
        var (share, entity) = (-1.0, default(Learning.Sites.EntityRef));
        for (var k = 0; k < judgement.Blame.Length; k++)
        {
            for (var e = 0; e < judgement.Blame[k].Length; e++)
            {
                if (judgement.Blame[k][e] > share)
                    (share, entity) = (judgement.Blame[k][e], new Learning.Sites.EntityRef(k, e));
            }
        }
        return new EmbeddedPoint(
            $"{site.Recording} at {TimeSpan.FromSeconds(recording.SecondsOf(moment)):hh\\:mm\\:ss}", name, recording.DominantLayer(moment),
            Kind(topology, site.IdOf(entity)), IsLearned: false, judgement.Embedding);
    }

    private static string ClassAt(JudgedRecording recording, int moment)
    {
        var row = recording.Shifts.Rows[moment];
        return recording.Shifts.Site.Incidents.Where(incident => incident.FirstRow <= row && row < incident.EndRow)
            .OrderBy(incident => incident.Incident.IsBenign).FirstOrDefault()?.Incident.FaultClass ?? DiagnosisClasses.Normal;
    }

    private static string Kind(Topology topology, string id) =>
        Containment.Of(topology).Find(id)?.Kind.ToString().ToLowerInvariant() ?? "unknown";
}
