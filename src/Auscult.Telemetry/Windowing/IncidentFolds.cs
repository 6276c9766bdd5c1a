using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>One fold of a cross-validation over incidents.</summary>
/// <param name="Rows">Its rows; validation is empty.</param>
/// <param name="TrainIncidents">Ids of incidents that lie in the training rows.</param>
/// <param name="TestIncidents">Ids of incidents that lie in the test rows.</param>
public sealed record IncidentFold(RowSplit Rows, IReadOnlyList<string> TrainIncidents, IReadOnlyList<string> TestIncidents);

/// <summary>Rows that go into one fold together, with the incidents in them.</summary>
internal sealed record IncidentTerritory(RowSpan Rows, IReadOnlyList<Incident> Incidents)
{
    /// <summary>The rarest kind of content decides how a territory is dealt; territories without incident are a class too.</summary>
    public string Class => Incidents.Count == 0
        ? ""
        : string.Join('+', Incidents.Select(incident => incident.FaultClass).Distinct().Order(StringComparer.Ordinal));
}

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

    /// <summary>Deals territories to folds, class by class, always to the fold that has the fewest of the class, then the fewest rows.</summary>
    public static IReadOnlyList<IncidentFold> Deal(
        FrameSchema schema, IReadOnlyList<IncidentTerritory> territories, int folds, int guardRows, Seeds seeds)
    {
        if (folds < 2 || territories.Count < folds)
        {
            throw new InputException(
                $"{territories.Count} separable occurrences cannot make {folds} folds",
                remedy: $"choose between 2 and {territories.Count} folds");
        }
        var foldOf = new Dictionary<IncidentTerritory, int>(ReferenceEqualityComparer.Instance);
        var rowsOfFold = new long[folds];
        foreach (var byClass in territories.GroupBy(territory => territory.Class).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var members = byClass.ToArray();
            seeds.Child($"class/{byClass.Key}").Generator().Shuffle(members);
            var ofClass = new int[folds];
            foreach (var territory in members)
            {
                var fold = Enumerable.Range(0, folds).MinBy(k => (ofClass[k], rowsOfFold[k], k));
                ofClass[fold]++;
                rowsOfFold[fold] += territory.Rows.EndRow - territory.Rows.FirstRow;
                foldOf[territory] = fold;
            }
        }
        return [.. Enumerable.Range(0, folds).Select(fold => Fold(schema, territories, foldOf, fold, guardRows))];
    }

    private static IncidentFold Fold(
        FrameSchema schema, IReadOnlyList<IncidentTerritory> territories, Dictionary<IncidentTerritory, int> foldOf, int fold, int guardRows)
    {
        var test = territories.Where(territory => foldOf[territory] == fold).ToArray();
        var train = territories.Where(territory => foldOf[territory] != fold).ToArray();
        var trainRows = train.Select(territory => Guarded(schema, territory.Rows, test, guardRows));
        var rows = RowSplit.OfTime(schema, trainRows, [], test.Select(territory => territory.Rows));
        return new IncidentFold(rows.Require("use fewer folds or a smaller guard"), Ids(train), Ids(test));

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
