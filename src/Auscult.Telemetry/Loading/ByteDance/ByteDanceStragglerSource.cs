using System.Globalization;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Traces;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.Yaml;

namespace Auscult.Telemetry.Loading.ByteDance;

/// <summary>
/// Straggler traces of three LLM training jobs at ByteDance (Lin et al., OSDI 2025; Apache-2.0): operator timelines reduced to the time of
/// each rank per step and kind of operation, with the cause of each job's slowness as its incident.
/// </summary>
/// <remarks>
/// Each job is a recording from <see cref="Epoch"/> on, an hour apart; the clock within it is the timeline's, which closes the gaps between
/// the sampled steps. A timeline shows the first tensor- and sequence-parallel rank of every data- and pipeline-parallel position.
/// </remarks>
/// <param name="root">The folder of the published files.</param>
/// <param name="part">One job, <c>AR</c>, <c>SE</c> or <c>ST</c>; null: all.</param>
public sealed class ByteDanceStragglerSource(string root, string? part = null) : IDatasetSource
{
    /// <summary>Time of the first operation of the first job; arbitrary.</summary>
    public static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Threads per rank in the timelines; a thread's number begins with its global rank times this.</summary>
    private const int ThreadsPerRank = 5;

    private static readonly string[] Jobs = ["AR", "SE", "ST"];

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        if (part is not null && !Jobs.Contains(part, StringComparer.Ordinal))
            throw new InputException($"data.part: '{part}' is unknown", remedy: NearestName.Suggest(part, Jobs));
        var builder = new DatasetBuilder(root, context);
        var recordings = new List<Recording>();
        var start = Epoch;
        foreach (var job in part is null ? Jobs : [part])
        {
            recordings.Add(Read(job, start, builder, context));
            start = recordings[^1].End + TimeSpan.FromHours(1);
        }
        return builder.Build(new DatasetHead
        {
            Name = part is null ? "bytedance-straggler" : $"bytedance-straggler-{part.ToLowerInvariant()}",
            Source = "bytedance_straggler",
            Origin = "github.com/ByteDance-Seed/StragglerAnalysis, operator timelines reduced per rank and step; times are made up",
            Licence = "Apache-2.0",
            Recordings = recordings,
        });
    }

    private Recording Read(string job, DateTimeOffset start, DatasetBuilder builder, ImportContext context)
    {
        var layout = JobLayout.Load(Path.Combine(root, $"meta-{job}.yaml"));
        var file = Path.Combine(root, $"timeline-{job}.json.gz");
        var reducer = new TraceReducer(RankOf);
        new TraceReader(file, context).Read(reducer.Take);
        var rows = reducer.Steps().ToList();
        if (rows.Count == 0)
            throw new InputException("has no operation in a training step", file);
        var cluster = builder.Entity(job, EntityKind.Cluster);
        var zero = Micros.From(start) - (long)rows.Min(row => row.Value.Start);
        // All ranks of a step end with its last operation: peers share one time.
        var ends = rows.GroupBy(row => row.Key.Step).ToDictionary(step => step.Key, step => step.Max(row => row.Value.End));
        var steps = new TraceSteps(builder, context.Catalogue);
        foreach (var (key, step) in rows)
        {
            var rank = builder.Entity($"{job}/rank{key.Rank}", EntityKind.Rank, cluster.Id);
            var (data, pipeline) = layout.PlaceOf(key.Rank);
            builder.Group($"{job}/dp{pipeline}", "dp", rank.Id);
            builder.Group($"{job}/pp{data}", "pp", rank.Id);
            steps.Add(rank, key.Step, zero + (long)ends[key.Step], step);
        }
        var end = Micros.ToTime(zero + (long)ends.Values.Max() + Micros.PerSecond);
        var ranks = rows.Select(row => row.Key.Rank).Distinct().Count();
        context.Note($"{job}: {reducer.Operations} operations of {ends.Count} steps on {ranks} traced ranks");
        if (reducer.Negative > 0)
            context.Note($"{job}: {reducer.Negative} operations end before they begin; they count as lasting no time");
        var recording = new Recording(job, start, end);
        JobLabels.Add(Path.Combine(root, $"result-{job}.json.gz"), layout, recording, builder);
        return recording;

        int? RankOf(TraceEvent happened) => int.TryParse(happened.Thread, NumberStyles.None, CultureInfo.InvariantCulture, out var thread)
            && thread / ThreadsPerRank < layout.WorldSize ? thread / ThreadsPerRank : null;
    }
}

/// <summary>Sizes of a job's parallel dimensions.</summary>
/// <param name="Data">Data-parallel size.</param>
/// <param name="Sequence">Sequence-parallel size within the data dimension.</param>
/// <param name="Pipeline">Pipeline stages.</param>
/// <param name="Tensor">Tensor-parallel size.</param>
internal sealed record JobLayout(int Data, int Sequence, int Pipeline, int Tensor)
{
    /// <summary>Number of ranks.</summary>
    public int WorldSize => Data * Sequence * Pipeline * Tensor;

    /// <summary>Reads <c>meta-JOB.yaml</c>.</summary>
    public static JobLayout Load(string file)
    {
        var map = YamlMap.Load(file);
        var layout = new JobLayout(map.Integer("dp_size"), map.Integer("dsp_size"), map.Integer("pp_size"), map.Integer("tp_size"));
        return layout.WorldSize == map.Integer("world_size")
            ? layout
            : throw map.Error("world_size", $"is not the product of the parallel sizes, {layout.WorldSize}");
    }

    /// <summary>Data- and pipeline-parallel position of a global rank: tensor varies fastest, then sequence, data, pipeline.</summary>
    public (int Data, int Pipeline) PlaceOf(int rank) => (rank / (Tensor * Sequence) % Data, rank / (Tensor * Sequence * Data));

    /// <summary>The traced global rank at a position.</summary>
    public int RankAt(int data, int pipeline) => ((pipeline * Data) + data) * Tensor * Sequence;
}
