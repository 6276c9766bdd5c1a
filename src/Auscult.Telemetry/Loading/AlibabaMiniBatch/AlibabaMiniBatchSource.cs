using System.Globalization;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.AlibabaMiniBatch;

/// <summary>
/// Mini-batch times of ten workers in four training jobs on Alibaba PAI (Weng et al., NSDI 2022; Xiao et al., OSDI 2020; CC-BY-4.0).
/// </summary>
/// <remarks>
/// Each job is a recording and a peer group of its own. Times are published as iteration numbers: one iteration counts one second, and jobs
/// follow each other from <see cref="Epoch"/>. Batch times are normalised to 0-1000, so they are not <c>step_seconds</c>. Only the
/// straggler that the publishers name, worker 6 of job 1, is an incident; where they say "could be multiple stragglers" there is an event.
/// </remarks>
/// <param name="root">The folder of the published files.</param>
public sealed class AlibabaMiniBatchSource(string root) : IDatasetSource
{
    /// <summary>Time of the first iteration of the first job; arbitrary.</summary>
    public static readonly DateTimeOffset Epoch = new(2020, 7, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A worker straggles while its batch takes this many times the median of its job in that iteration; our reading.</summary>
    public const double StragglesAt = 1.2;

    private static readonly Signal BatchTime =
        new("batch_time_normalised", Layer.Model, SignalKind.Gauge, "", EntityKind.Rank, Aggregation.Max);
    private static readonly TimeSpan BetweenJobs = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var builder = new DatasetBuilder(root, context);
        var recordings = new List<Recording>();
        var start = Epoch;
        foreach (var file in InputFiles.Find(root, "job_*_norm.csv*"))
        {
            var job = "job" + Path.GetFileName(file).Split('_')[1];
            var rows = Read(file, context);
            if (rows.Count == 0)
                throw new InputException("has no row", file);
            foreach (var (worker, iteration, value) in rows)
            {
                var rank = builder.Entity($"{job}/rank{worker}", EntityKind.Rank);
                builder.Group(job, "dp", rank.Id);
                builder.Series(rank, BatchTime).Add(Micros.From(start) + (iteration * Micros.PerSecond), value);
            }
            var (first, last) = (rows.Min(row => row.Iteration), rows.Max(row => row.Iteration));
            var recording = new Recording(job, start + TimeSpan.FromSeconds(first), start + TimeSpan.FromSeconds(last + 1));
            recordings.Add(recording);
            Label(job, rows, start, recording, builder);
            start = recording.End + BetweenJobs;
        }
        context.Note("times are made up: one iteration counts one second");
        return builder.Build(new DatasetHead
        {
            Name = "alibaba-minibatch",
            Source = "alibaba_minibatch",
            Origin = "github.com/alibaba/clusterdata, cluster-trace-gpu-v2020, mini-batch time; times are made up",
            Licence = "CC-BY-4.0",
            Step = TimeSpan.FromSeconds(10),
            Recordings = recordings,
        });
    }

    private static void Label(
        string job, List<(int Worker, long Iteration, double Value)> rows, DateTimeOffset start, Recording recording,
        DatasetBuilder builder)
    {
        if (job is "job3" or "job4")
        {
            builder.Events.Add(new OperationalEvent(
                recording.Start, $"{job}/rank0", "multiple_stragglers", "the publishers say there could be several"));
        }
        if (job != "job1")
            return;
        var slow = rows.GroupBy(row => row.Iteration)
            .Where(peers => peers.Any(row => row.Worker == 6 && row.Value > StragglesAt * Median(peers.Select(peer => peer.Value))))
            .Select(peers => peers.Key).Order().ToArray();
        if (slow.Length == 0)
            return;
        builder.Incidents.Add(new Incident
        {
            Id = "job1/straggler",
            FaultClass = "straggler",
            Layer = Layer.Model,
            RootEntity = "job1/rank6",
            RootSignals = [BatchTime.Name],
            Onset = start + TimeSpan.FromSeconds(slow[0]),
            End = start + TimeSpan.FromSeconds(slow[^1] + 10),
            Recording = job,
        });
    }

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    private static List<(int Worker, long Iteration, double Value)> Read(string file, ImportContext context)
    {
        using var reader = DelimitedReader.Open(file);
        var (worker, time, value) = (reader.IndexOf("worker"), reader.IndexOf("time"), reader.IndexOf("batch_time_norm"));
        var rows = new List<(int, long, double)>();
        while (reader.Read())
        {
            try
            {
                rows.Add(((int)Whole(worker), Whole(time), Bounded(reader, value)));
            }
            catch (InputException fault)
            {
                context.Bad.Report(fault);
            }
        }
        return rows;

        long Whole(int column)
        {
            var text = reader.Text(column);
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole < 1_000_000_000
                ? whole
                : throw reader.Error(column, $"'{text}' is not a whole number below a billion");
        }
    }

    private static double Bounded(DelimitedReader reader, int column)
    {
        var value = reader.Number(column);
        return value is (>= 0 and <= 1000) or double.NaN
            ? value
            : throw reader.Error(column, $"{value} is not between 0 and 1000", "leave the row out with --skip-bad");
    }
}
