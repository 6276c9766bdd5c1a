using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Realism.Aspects;
using Auscult.Evaluation.Realism.Statistics;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Telling;

/// <summary>A window that the classifier is asked about.</summary>
/// <param name="Recording">The recording it is from.</param>
/// <param name="Entity">The entity within the recording.</param>
/// <param name="Values"><c>[signal][row]</c>, over the typical level of the recording.</param>
public sealed record TellingWindow(string Recording, string Entity, double[][] Values);

/// <summary>Signals that reality and simulation both have, cut into windows.</summary>
public abstract class WindowPanel
{
    /// <summary>Key in JSON.</summary>
    public abstract string Name { get; }

    /// <summary>What the windows hold, for a reader.</summary>
    public abstract string Title { get; }

    /// <summary>The signals.</summary>
    public abstract IReadOnlyList<string> Signals { get; }

    /// <summary>The real source.</summary>
    public abstract string Source { get; }

    /// <summary>The simulations.</summary>
    public abstract IReadOnlyList<string> Presets { get; }

    /// <summary>Every panel.</summary>
    public static IReadOnlyList<WindowPanel> All { get; } = [new PowerPanel(), new StepPanel(), new LoadPanel()];

    /// <summary>The windows of a dataset; empty when it lacks the signals.</summary>
    public abstract IReadOnlyList<TellingWindow> Cut(Dataset dataset);

    /// <summary>Windows side by side without overlap.</summary>
    private protected static IEnumerable<TellingWindow> Cut(string recording, string entity, double[][] signals, int length) =>
        Enumerable.Range(0, signals[0].Length / length)
            .Select(i => new TellingWindow(recording, entity, Array.ConvertAll(signals, values => values.AsSpan(i * length, length).ToArray())));

    private sealed class PowerPanel : WindowPanel
    {
        private const int Length = 128;

        public override string Name => "node_power";

        public override string Title => "power of a node, 256 s at 2 s";

        public override IReadOnlyList<string> Signals => ["power"];

        public override string Source => "mlperf_smc";

        public override IReadOnlyList<string> Presets => ["realism-mlperf"];

        public override IReadOnlyList<TellingWindow> Cut(Dataset dataset) =>
            [.. NodePowerAspect.Series(dataset).SelectMany(series => series.Nodes.SelectMany((values, node) =>
            {
                var level = Quantiles.Of(values, 0.5);
                return Cut(series.Recording.Name, $"node {node}", [Array.ConvertAll(values, value => value / level)], Length);
            }))];
    }

    private sealed class StepPanel : WindowPanel
    {
        private const int Length = 100;

        public override string Name => "steps";

        public override string Title => "step time and loss of 100 steps";

        public override IReadOnlyList<string> Signals => ["step time", "loss"];

        public override string Source => "modded_nanogpt";

        public override IReadOnlyList<string> Presets => ["realism-nanogpt"];

        public override IReadOnlyList<TellingWindow> Cut(Dataset dataset) => [.. StepSeries.Of(dataset).SelectMany(steps =>
        {
            (double Seconds, double Loss)[] told = [.. steps.Seconds.Zip(steps.Loss).Where(step => step.First > 0 && step.Second > 0)];
            var (seconds, loss) = (Array.ConvertAll(told, step => step.Seconds), Array.ConvertAll(told, step => step.Loss));
            var (typical, level) = (Quantiles.Of(seconds, 0.5), Quantiles.Of(loss, 0.5));
            return Cut(
                steps.Recording.Name, "job", [Array.ConvertAll(seconds, value => value / typical), Array.ConvertAll(loss, value => value / level)], Length);
        })];
    }

    private sealed class LoadPanel : WindowPanel
    {
        private const int Length = 60;
        private const double StepSeconds = 2;

        public override string Name => "serving_load";

        public override string Title => "requests, prompt and answer tokens, 120 s at 2 s";

        public override IReadOnlyList<string> Signals => ["requests", "prompt tokens", "answer tokens"];

        public override string Source => "llm_inference_traces";

        public override IReadOnlyList<string> Presets => ["realism-serving-conversation", "realism-serving-code"];

        public override IReadOnlyList<TellingWindow> Cut(Dataset dataset) => [.. RequestSeries.Of(dataset).SelectMany(load => Cut(
            load.Recording.Name, "service",
            [.. new[] { load.Requests, load.PromptTokens, load.AnswerTokens }.Select(values => Scaled(load.Sums(values, StepSeconds)))], Length))];

        private static double[] Scaled(double[] values)
        {
            var mean = SeriesStatistics.Mean(values);
            return Array.ConvertAll(values, value => mean > 0 ? value / mean : 0);
        }
    }
}
