using Auscult.Learning.Diagnosis;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>Chooses what is on the map of embeddings: the incidents that were learned, moments within labels, and some without.</summary>
internal static class MapReader
{
    private const int MostPoints = 1500;
    private const double QuietShare = 0.35;

    /// <summary>Lays out the embeddings of judged recordings.</summary>
    public static EmbeddingMap? Of(DiagnosisModel model, Dataset dataset, IReadOnlyList<JudgedRecording> recordings)
    {
        var labels = dataset.Incidents.ToDictionary(incident => incident.Id, StringComparer.Ordinal);
        var learned = model.Alarms.Memory.Incidents.Select(known => labels.TryGetValue(known.Id, out var label)
            ? new EmbeddedPoint(known.Id, known.Class, JudgedRecording.Name(label.Layer), Kind(dataset.Topology, label.RootEntity), IsLearned: true, known.Embedding)
            : new EmbeddedPoint(known.Id, known.Class, "unknown", "unknown", IsLearned: true, known.Embedding)).Take(MostPoints / 2).ToArray();
        var moments = recordings.SelectMany((recording, r) => Enumerable.Range(0, recording.Shifts.Rows.Count).Select(m => (r, m, Class: ClassAt(recording, m)))).ToArray();
        var quiet = moments.Where(one => one.Class == DiagnosisClasses.Normal).ToArray();
        var busy = moments.Where(one => one.Class != DiagnosisClasses.Normal).ToArray();
        var room = MostPoints - learned.Length;
        var someQuiet = Even(quiet, Math.Max((int)(QuietShare * room), room - busy.Length));
        var someBusy = Even(busy, room - someQuiet.Length);
        EmbeddedPoint[] points = [.. someQuiet.Concat(someBusy).Select(one => Point(recordings[one.r], one.m, one.Class, dataset.Topology)), .. learned];
        return EmbeddingMap.Of(
            points,
            $"{someBusy.Length:#,0} of {busy.Length:#,0} moments within labels and {someQuiet.Length:#,0} of {quiet.Length:#,0} others, evenly in time, "
            + $"with {learned.Length} of {model.Alarms.Memory.Incidents.Count} incidents that were learned");
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

    private static T[] Even<T>(T[] all, int count) => count >= all.Length ? all
        : [.. Enumerable.Range(0, Math.Max(0, count)).Select(i => all[(int)((long)i * all.Length / count)])];
}
