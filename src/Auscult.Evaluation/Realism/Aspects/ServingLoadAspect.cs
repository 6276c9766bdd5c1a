using Auscult.Evaluation.Realism.Statistics;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>Requests that arrive at a serving system.</summary>
public sealed class ServingLoadAspect : Aspect
{
    private const int LeastRequests = 500;
    private const int LeastSingles = 50;
    private static readonly double[] Scales = [1, 2, 5, 10, 20, 30, 60, 120, 300];

    /// <inheritdoc/>
    public override string Name => "serving_load";

    /// <inheritdoc/>
    public override string Title => "Serving load";

    /// <inheritdoc/>
    public override string About =>
        "Arrivals of all replicas of a recording together, in seconds: the index of dispersion (variance over mean of the counts in spans of a "
        + "length; 1 for a Poisson process) and, from the seconds with a single request, the lengths of prompts and answers.";

    /// <inheritdoc/>
    public override IReadOnlyList<FigureKind> Figures { get; } =
    [
        new("dispersion1", "index of dispersion at 1 s", "", FigureScale.Ratio,
            "Arrivals are too bursty within seconds", "Arrivals are too even within seconds"),
        new("dispersion10", "index of dispersion at 10 s", "", FigureScale.Ratio,
            "Arrivals are too bursty over 10 s", "Arrivals are too even over 10 s"),
        new("dispersion60", "index of dispersion at 60 s", "", FigureScale.Ratio,
            "Arrivals are too bursty over a minute", "Arrivals are too even over a minute"),
        new("dispersion300", "index of dispersion at 300 s", "", FigureScale.Ratio,
            "Load wanders too much over minutes", "Load is too steady over minutes"),
        new("gap_variation", "coefficient of variation of the gaps between arrivals", "", FigureScale.Ratio,
            "Gaps vary too much", "Gaps are too regular"),
        new("memory", "autocorrelation of the counts of 10 s at 60 s", "", FigureScale.Difference,
            "Load keeps its level too long", "Load forgets its level too fast"),
        new("prompt_variation", "coefficient of variation of prompt lengths", "", FigureScale.Ratio,
            "Prompt lengths vary too much", "Prompt lengths are too much alike"),
        new("prompt_tail", "95th percentile of prompt lengths over their median", "", FigureScale.Ratio,
            "The longest prompts are too long", "The longest prompts are too short"),
        new("answer_variation", "coefficient of variation of answer lengths", "", FigureScale.Ratio,
            "Answer lengths vary too much", "Answer lengths are too much alike"),
        new("answer_tail", "95th percentile of answer lengths over their median", "", FigureScale.Ratio,
            "The longest answers are too long", "The longest answers are too short"),
        new("prompt_answer", "correlation of the logarithms of both lengths", "", FigureScale.Difference,
            "Long prompts have too long answers", "Answers depend too little on the prompt"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<SampleKind> Samples { get; } =
    [
        new("prompt", "prompt length in tokens", "tokens", IsLogarithmic: true),
        new("answer", "answer length in tokens", "tokens", IsLogarithmic: true),
        new("rate", "arrivals in 10 s over their mean", "of the mean"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CurveKind> Curves { get; } =
        [new("dispersion", "Index of dispersion by the length of the span", "span in seconds", IsLogarithmic: true)];

    /// <inheritdoc/>
    public override IReadOnlyList<RecordingProfile> Measure(Dataset dataset) =>
        [.. RequestSeries.Of(dataset).Where(load => load.Requests.Sum() >= LeastRequests).Select(Measure)];

    private static RecordingProfile Measure(RequestSeries load)
    {
        var singles = Enumerable.Range(0, load.Requests.Length).Where(i => load.Requests[i] == 1 && load.PromptTokens[i] > 0 && load.AnswerTokens[i] > 0).ToArray();
        double[] prompts = [.. singles.Select(i => load.PromptTokens[i])];
        double[] answers = [.. singles.Select(i => load.AnswerTokens[i])];
        var tens = load.Counts(10);
        var profile = new RecordingProfile(load.Recording.Name)
        {
            Figures =
            {
                ["dispersion1"] = load.Dispersion(1),
                ["dispersion10"] = load.Dispersion(10),
                ["dispersion60"] = load.Dispersion(60),
                ["dispersion300"] = load.Dispersion(300),
                ["gap_variation"] = load.GapVariation(),
                ["memory"] = SeriesStatistics.Autocorrelation(tens, 6),
            },
            Samples = { ["rate"] = [.. tens.Select(count => count / SeriesStatistics.Mean(tens))] },
            Curves = { ["dispersion"] = new CurvePoints(Scales, [.. Scales.Select(load.Dispersion)]) },
        };
        if (singles.Length < LeastSingles)
            return profile;
        profile.Samples["prompt"] = prompts;
        profile.Samples["answer"] = answers;
        profile.Figures["prompt_variation"] = SeriesStatistics.Variation(prompts);
        profile.Figures["prompt_tail"] = SeriesStatistics.QuantileRatio(prompts, 0.95);
        profile.Figures["answer_variation"] = SeriesStatistics.Variation(answers);
        profile.Figures["answer_tail"] = SeriesStatistics.QuantileRatio(answers, 0.95);
        profile.Figures["prompt_answer"] = SeriesStatistics.Correlation(Array.ConvertAll(prompts, Math.Log), Array.ConvertAll(answers, Math.Log));
        return profile;
    }
}
