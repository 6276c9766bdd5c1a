using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>What every rank of a recording told of every step.</summary>
internal sealed class RankSteps
{
    private readonly Dictionary<string, double[][]> _values;

    private RankSteps(Recording recording, Dictionary<string, double[][]> values, int[] stageOf, int stepCount) =>
        (Recording, _values, StageOf, StepCount) = (recording, values, stageOf, stepCount);

    /// <summary>The recording.</summary>
    public Recording Recording { get; }

    /// <summary>Number of steps that all ranks told.</summary>
    public int StepCount { get; }

    /// <summary>Pipeline stage of each rank, by its position in its <c>pp</c> group; 0 without one.</summary>
    public IReadOnlyList<int> StageOf { get; }

    /// <summary>Values <c>[step][rank]</c> of a signal; null when a rank did not tell it.</summary>
    public double[][]? this[string signal] => _values.GetValueOrDefault(signal);

    /// <summary>
    /// Reads the signals of a recording by the count of steps; null when ranks tell no compute time, or there is only one.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="recording">One of its recordings.</param>
    /// <param name="signals">Signals of ranks, of the model and the network layer.</param>
    public static RankSteps? Of(Dataset dataset, Recording recording, IReadOnlyList<string> signals)
    {
        var model = Read(dataset, recording, Layer.Model, [.. signals, "steps_total"]);
        if (model is null || !model.Columns.Any(column => column.Name == "forward_seconds") || model.Columns.All(column => column.Name != "steps_total"))
            return null;
        var count = model.Columns.First(column => column.Name == "steps_total").Values;
        var cells = new Dictionary<(long Time, string Rank), (double Step, Dictionary<string, double> Values)>();
        for (var row = 0; row < model.RowCount; row++)
        {
            if (!double.IsNaN(count[row]))
                cells[(model.TimesMicros[row], model.Entities[model.EntityIndex[row]])] = (count[row], []);
        }
        foreach (var table in new[] { model, Read(dataset, recording, Layer.Network, signals) })
        {
            for (var row = 0; table is not null && row < table.RowCount; row++)
            {
                if (!cells.TryGetValue((table.TimesMicros[row], table.Entities[table.EntityIndex[row]]), out var cell))
                    continue;
                foreach (var column in table.Columns.Where(column => column.Name != "steps_total" && !double.IsNaN(column.Values[row])))
                    cell.Values[column.Name] = column.Values[row];
            }
        }
        return Arrange(dataset.Topology, recording, cells.Select(cell => (cell.Key.Rank, cell.Value.Step, cell.Value.Values)));
    }

    private static RankSteps? Arrange(
        Topology topology, Recording recording, IEnumerable<(string Rank, double Step, Dictionary<string, double> Values)> cells)
    {
        var byStep = cells.Where(cell => cell.Values.GetValueOrDefault("forward_seconds") + cell.Values.GetValueOrDefault("backward_seconds") > 0)
            .GroupBy(cell => cell.Step).OrderBy(step => step.Key)
            .Select(step => step.GroupBy(cell => cell.Rank, StringComparer.Ordinal).ToDictionary(rank => rank.Key, rank => rank.Last().Values, StringComparer.Ordinal))
            .ToArray();
        var most = byStep.Select(step => step.Count).DefaultIfEmpty(0).Max();
        var whole = byStep.Where(step => step.Count == most).ToArray();
        if (most < 2)
            return null;
        string[] ranks = [.. whole[0].Keys.Order(StringComparer.Ordinal)];
        var steps = whole.Where(step => ranks.All(step.ContainsKey)).ToArray();
        var values = new Dictionary<string, double[][]>(StringComparer.Ordinal);
        foreach (var signal in steps.SelectMany(step => step.Values).SelectMany(cell => cell.Keys).Distinct(StringComparer.Ordinal))
        {
            if (steps.All(step => ranks.All(rank => step[rank].ContainsKey(signal))))
                values[signal] = [.. steps.Select(step => ranks.Select(rank => step[rank][signal]).ToArray())];
        }
        if (!values.ContainsKey("forward_seconds") || !values.ContainsKey("backward_seconds"))
            return null;
        int[] stages = [.. ranks.Select(rank => topology.Groups.Where(group => group.Kind == "pp").Select(group => group.Members.ToList().IndexOf(rank)).Where(stage => stage >= 0).DefaultIfEmpty(0).First())];
        return new RankSteps(recording, values, stages, steps.Length);
    }

    private static SeriesTable? Read(Dataset dataset, Recording recording, Layer layer, IReadOnlyList<string> wanted)
    {
        var info = dataset.Series.FirstOrDefault(series => series.Layer == layer && series.EntityKind == EntityKind.Rank);
        string[] columns = [.. wanted.Where(name => info?.Columns.Contains(name, StringComparer.Ordinal) == true)];
        return columns.Length == 0 ? null : dataset.ReadSeries(
            layer, EntityKind.Rank, new SeriesFilter { Columns = columns, From = recording.Start, Until = recording.End });
    }
}
