using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Loading.TrainingLogs.Formats;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.MlPerf;

/// <summary>
/// MLPerf Training 4.0, Sustainable Metal Cloud (Apache-2.0): GPT-3 175B on 64 nodes with eight H100 each, three runs. Power of every node
/// every two seconds, step times and scores of the job, on one clock.
/// </summary>
/// <remarks>
/// Each run is a recording. Steps are of the rank that wrote the log. The score <c>eval_accuracy</c> of GPT-3 is a loss; the log's step
/// counts tokens. The switches' power is one estimate per run, dated 2022: it stands at the run's start.
/// </remarks>
/// <param name="root">The folder of the submission, or <c>gpt3_64x8H100</c> below it.</param>
/// <param name="part">Which power: <c>dc</c> at the nodes (default), <c>ac</c> at the wall.</param>
public sealed class MlPerfSmcSource(string root, string? part = null) : IDatasetSource
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["eval_accuracy"] = "evaluation_loss",
        ["samples_total"] = "tokens_total",
        ["throughput"] = "tokens_per_second",
    };

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        if (part is not (null or "dc" or "ac"))
            throw new InputException($"data.part: '{part}' is unknown", remedy: "known: ac, dc");
        var folder = Directory.Exists(Path.Combine(root, "gpt3_64x8H100")) ? Path.Combine(root, "gpt3_64x8H100") : root;
        var builder = new DatasetBuilder(root, context);
        var resolver = new SignalResolver(context.Catalogue);
        var recordings = new List<Recording>();
        foreach (var log in InputFiles.Find(folder, "result_*.mllog.txt.gz"))
        {
            var name = Path.GetFileName(log)[.."result_0000-000000000000000000000_0".Length];
            var run = new LogRun(name["result_".Length..], builder, new LogSignals(builder, resolver), node: null, context)
            {
                Start = 0,
                DefaultStepSeconds = 2,
            };
            run.Read(log, new MllogFormat(Names));
            var recording = run.Finish() ?? throw new InputException("has no step time", log);
            recordings.Add(NodePower.Read(Path.Combine(folder, $"power_{part ?? "dc"}", name), recording, builder, context));
        }
        return builder.Build(new DatasetHead
        {
            Name = $"mlperf-smc-gpt3-{part ?? "dc"}",
            Source = "mlperf_smc",
            Origin = "MLCommons Training v4.0, Sustainable Metal Cloud, GPT-3 175B on 64 x 8 H100",
            Licence = "Apache-2.0",
            Step = TimeSpan.FromSeconds(2),
            Recordings = [.. recordings.OrderBy(recording => recording.Start)],
            Unmapped = resolver.Unmapped(),
        });
    }
}
