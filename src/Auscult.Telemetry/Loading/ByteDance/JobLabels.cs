using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.ByteDance;

/// <summary>
/// What the publishers say of a job: its cause as an incident over the whole recording, and the slowdown that each worker alone explains as
/// events, so that no model is trained on them.
/// </summary>
internal static class JobLabels
{
    /// <summary>Adds both.</summary>
    /// <param name="file"><c>result-JOB.json.gz</c>.</param>
    /// <param name="layout">The job's parallel sizes.</param>
    /// <param name="recording">The job's recording.</param>
    /// <param name="builder">Takes incidents and events.</param>
    /// <exception cref="InputException">The file is missing, damaged, or lacks the analysis.</exception>
    public static void Add(string file, JobLayout layout, Recording recording, DatasetBuilder builder)
    {
        using var document = Parse(file);
        var byData = Slowdowns(document.RootElement, "blocking_decompose_by_dp_rank", file);
        var byStage = Slowdowns(document.RootElement, "blocking_decompose_by_stage", file);
        var workers = byData.SelectMany(data => byStage.Select(stage => (
            Data: data.Key, Stage: stage.Key, Id: $"{recording.Name}/rank{layout.RankAt(data.Key, stage.Key)}"))).ToList();
        foreach (var worker in workers)
        {
            builder.Events.Add(new OperationalEvent(
                recording.Start, worker.Id, "worker_slowdown",
                FormattableString.Invariant(
                    $"{{\"data_parallel\":{byData[worker.Data]:F4},\"pipeline_stage\":{byStage[worker.Stage]:F4}}}")));
        }
        var slowestData = byData.MaxBy(pair => pair.Value).Key;
        var slowestStage = byStage.MaxBy(pair => pair.Value).Key;
        var slowest = $"{recording.Name}/rank{layout.RankAt(slowestData, slowestStage)}";
        var slowdown = Number(document.RootElement, "blocking_slowdown", file);
        var (faultClass, root, victims) = recording.Name switch
        {
            // One worker was slowed down on purpose; everybody else waits for it.
            "AR" => ("worker_slowdown", slowest, workers.Where(worker => worker.Id != slowest)),
            // The last stage has more to do than the others, on every data-parallel rank.
            "ST" => ("stage_partitioning_imbalance", slowest, workers.Where(worker => worker.Stage != slowestStage)),
            // Long sequences fall on random ranks: no rank is the root, the job is.
            _ => ("sequence_length_imbalance", recording.Name, []),
        };
        builder.Incidents.Add(new Incident
        {
            Id = $"{recording.Name}/{faultClass}",
            FaultClass = faultClass,
            Layer = Layer.Model,
            RootEntity = root,
            RootSignals = ["backward_seconds", "forward_seconds"],
            Victims = [.. victims.Select(worker => worker.Id)],
            Onset = recording.Start,
            End = recording.End,
            Severity = Math.Round(1 - (1 / slowdown), 4),
            Recording = recording.Name,
        });
    }

    private static JsonDocument Parse(string file)
    {
        try
        {
            using var stream = GzipReader.Open(File.OpenRead(file));
            return JsonDocument.Parse(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("no such file", file, inner: e);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new InputException("is not JSON, or is damaged", file, remedy: "copy it again from its source", inner: e);
        }
    }

    private static Dictionary<int, double> Slowdowns(JsonElement root, string key, string file)
    {
        if (!root.TryGetProperty(key, out var table) || table.ValueKind != JsonValueKind.Object)
            throw new InputException($"has no '{key}'", file);
        var slowdowns = new Dictionary<int, double>();
        foreach (var pair in table.EnumerateObject())
        {
            if (!int.TryParse(pair.Name, out var position) || pair.Value.ValueKind != JsonValueKind.Number)
                throw new InputException($"{key}: '{pair.Name}: {pair.Value}' is no slowdown of a position", file);
            slowdowns[position] = pair.Value.GetDouble();
        }
        return slowdowns.Count > 0 ? slowdowns : throw new InputException($"'{key}' is empty", file);
    }

    private static double Number(JsonElement root, string key, string file) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 1 and var number
            ? number
            : throw new InputException($"has no '{key}' of at least 1", file);
}
