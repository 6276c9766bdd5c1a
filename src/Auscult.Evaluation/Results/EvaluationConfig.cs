using System.ComponentModel.DataAnnotations;
using Auscult.Evaluation.Baselines;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.RootCause;

namespace Auscult.Evaluation.Results;

/// <summary>What <c>auscult evaluate</c> does; <c>configs/evaluate/*.yaml</c>.</summary>
public sealed record EvaluationConfig
{
    /// <summary>Baselines that are judged beside the encoder, by <see cref="BaselineDetectors.Names"/>. Default all.</summary>
    public IReadOnlyList<string> Detectors { get; init; } = BaselineDetectors.Names;

    /// <summary>
    /// Whether TSB-AD's protocol is run too where the dataset has published figures; the encoder is then trained anew on the prefix.
    /// Default true.
    /// </summary>
    public bool PublishedProtocol { get; init; } = true;

    /// <summary>
    /// Buffer length W of VUS in rows under the dataset's own split. Default null: TSB-AD's rule, which falls back to 125 where the first
    /// signal has no period; a dataset of short faults states its own, or neighbours of one another merge and chance scores high.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int? BufferLength { get; init; }

    /// <summary>How scores become alarms.</summary>
    public ThresholdConfig Threshold { get; init; } = new();

    /// <summary>Root causes.</summary>
    public RootCauseEvaluationConfig RootCause { get; init; } = new();

    /// <summary>The baseline that finds the intervals of blind root-cause rows. Default window-statistics.</summary>
    [Required]
    public string BlindDetector { get; init; } = "window-statistics";
}
