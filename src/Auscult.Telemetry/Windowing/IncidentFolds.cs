using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>One fold of a cross-validation over incidents.</summary>
/// <param name="Rows">Its rows; validation is empty.</param>
/// <param name="TrainIncidents">Ids of incidents that lie in the training rows.</param>
/// <param name="TestIncidents">Ids of incidents that lie in the test rows.</param>
public sealed record IncidentFold(RowSplit Rows, IReadOnlyList<string> TrainIncidents, IReadOnlyList<string> TestIncidents);

/// <summary>Rows that go into one fold together, with the incidents in them.</summary>
internal sealed record IncidentTerritory(RowSpan Rows, IReadOnlyList<Incident> Incidents);

/// <summary>Cuts the time line around incidents and deals the pieces to folds.</summary>
internal static class IncidentFolds
{
    /// <summary>One piece per group of overlapping incidents; recordings without incident are a piece each.</summary>
    public static IReadOnlyList<IncidentTerritory> Territories(FrameSchema schema, IReadOnlyList<Incident> incidents)
    {
        var territories = new List<IncidentTerritory>();
        foreach (var segment in schema.Segments)
        {
            var groups = OverlapGroups(schema, incidents.Where(incident => incident.Recording == segment.Recording));
            if (groups.Count == 0)
                territories.Add(new IncidentTerritory(new RowSpan(segment.FirstRow, segment.EndRow), []));
            var begin = segment.FirstRow;
            for (var i = 0; i < groups.Count; i++)
            {
                var end = i + 1 < groups.Count ? (groups[i].Rows.EndRow + groups[i + 1].Rows.FirstRow) / 2 : segment.EndRow;
                territories.Add(groups[i] with { Rows = new RowSpan(begin, end) });
                begin = end;
            }
        }
        return territories;
    }

    /// <summary>Deals territories to folds so that classes and rows spread evenly.</summary>
    public static IReadOnlyList<IncidentFold> Deal(
        FrameSchema schema, IReadOnlyList<IncidentTerritory> territories, int folds, int guardRows, Seeds seeds)
    {
        var foldOf = FoldDealer.Deal(
            territories, territory => FoldDealer.ClassOf(territory.Incidents), territory => territory.Rows.EndRow - territory.Rows.FirstRow, folds,
            "separable occurrences", seeds);
        return [.. Enumerable.Range(0, folds).Select(fold => Fold(schema, territories, foldOf, fold, guardRows))];
    }

    private static IncidentFold Fold(
        FrameSchema schema, IReadOnlyList<IncidentTerritory> territories, int[] foldOf, int fold, int guardRows)
    {
        var test = territories.Where((_, i) => foldOf[i] == fold).ToArray();
        var train = territories.Where((_, i) => foldOf[i] != fold).ToArray();
        var trainRows = train.Select(territory => Guarded(schema, territory.Rows, test, guardRows));
        var rows = RowSplit.OfTime(schema, trainRows, [], test.Select(territory => territory.Rows));
        return new IncidentFold(rows.Require("use a smaller window.split.num_folds or window.split.guard_rows"), Ids(train), Ids(test));

        static string[] Ids(IEnumerable<IncidentTerritory> of) => [.. of.SelectMany(t => t.Incidents).Select(incident => incident.Id)];
    }

    // Only rows of the same recording can leak; recordings are apart in time.
    private static RowSpan Guarded(FrameSchema schema, RowSpan rows, IncidentTerritory[] test, int guardRows)
    {
        var segment = schema.SegmentOf(rows.FirstRow);
        var (first, end) = (rows.FirstRow, rows.EndRow);
        foreach (var testRows in test.Select(t => t.Rows).Where(t => t.FirstRow >= segment.FirstRow && t.EndRow <= segment.EndRow))
        {
            if (testRows.EndRow <= rows.FirstRow)
                first = Math.Max(first, testRows.EndRow + guardRows);
            else
                end = Math.Min(end, testRows.FirstRow - guardRows);
        }
        return new RowSpan(first, end);
    }

    private static List<IncidentTerritory> OverlapGroups(FrameSchema schema, IEnumerable<Incident> incidents)
    {
        var groups = new List<IncidentTerritory>();
        foreach (var (rows, incident) in incidents.Select(incident => (RowsOf(schema, incident), incident)).OrderBy(pair => pair.Item1.FirstRow))
        {
            if (groups.Count > 0 && rows.FirstRow <= groups[^1].Rows.EndRow)
            {
                var wider = groups[^1].Rows with { EndRow = Math.Max(groups[^1].Rows.EndRow, rows.EndRow) };
                groups[^1] = new IncidentTerritory(wider, [.. groups[^1].Incidents, incident]);
            }
            else
            {
                groups.Add(new IncidentTerritory(rows, [incident]));
            }
        }
        return groups;
    }

    private static RowSpan RowsOf(FrameSchema schema, Incident incident)
    {
        var (first, count) = schema.RowsBetween(incident.Recording, incident.PrecursorStart ?? incident.Onset, incident.End);
        return new RowSpan(first, first + count);
    }
}
