using Auscult.Evaluation.Protocols;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>The map of an encoder: windows of the judged rows, and the training incidents that its root-cause head learned.</summary>
internal static class WindowMap
{
    private const int MostEntities = 28;

    /// <summary>Lays out embeddings.</summary>
    /// <param name="task">The protocol.</param>
    /// <param name="embedding">The encoder's view of rows.</param>
    /// <param name="scaler">Fitted on training rows.</param>
    /// <param name="length">Rows of a window.</param>
    /// <param name="learned">Training incidents.</param>
    public static EmbeddingMap? Of(
        DetectionTask task, IntervalEmbedding embedding, RobustScaler scaler, int length, IReadOnlyList<IncidentExample> learned)
    {
        var schema = task.Frame.Schema;
        var parts = schema.Segments.Select(segment => JudgedRows.Of(task, segment)).OfType<JudgedRows>().ToArray();
        var moments = parts.SelectMany(part => part.Entities.SelectMany(entity => Enumerable.Range(part.First, part.Count)
            .Where(row => row - length + 1 >= part.First && part.IsJudged(entity, row)).Select(row => new Moment(part, entity, row, ClassAt(part, entity, row))))).ToArray();
        // One entity for each window of time would be no moment of a cluster: every entity is embedded by itself.
        var ids = parts.SelectMany(part => part.Entities).Distinct().Count() <= MostEntities;
        var lanes = new Dictionary<(JudgedRows, int), double[][]>();
        string LayerAt(Moment at)
        {
            if (!lanes.TryGetValue((at.Part, at.Entity), out var of))
                lanes[(at.Part, at.Entity)] = of = at.Part.Lanes(scaler, [at.Entity]);
            return LargestShifts.Dominant(of[at.Row - at.Part.First]);
        }
        string Who(int entity) => ids ? schema.Entities[entity].Id : LowerKind(schema.Entities[entity]);
        var map = MapSample.Of(
            moments, at => at.Class,
            at => new EmbeddedPoint(
                $"{at.Part.Recording}, {schema.Entities[at.Entity].Id} at {TimeSpan.FromSeconds(at.Part.SecondsOf(at.Row + 1)):hh\\:mm\\:ss}", at.Class, LayerAt(at), Who(at.Entity),
                IsLearned: false, embedding.Of(new RowRange(at.Entity, at.Row - length + 1, length))),
            [.. learned.Select(example => new EmbeddedPoint(
                example.Id, example.FaultClass, LargestShifts.Name(example.Layer), Who(example.Fault.Entity), IsLearned: true, embedding.Of(example.Fault)))]);
        return map is null ? null : map with { EntityMeans = ids ? "entity" : "kind of the entity" };
    }

    private static string ClassAt(JudgedRows part, int entity, int row) => part.Labels
        .Where(label => label.Rows.Entity == entity && label.Rows.FirstRow <= row && row < label.Rows.EndRow)
        .OrderBy(label => label.IsBenign).FirstOrDefault()?.Class ?? DiagnosisClasses.Normal;

    private static string LowerKind(Entity entity) => entity.Kind.ToString().ToLowerInvariant();

    private sealed record Moment(JudgedRows Part, int Entity, int Row, string Class);
}
