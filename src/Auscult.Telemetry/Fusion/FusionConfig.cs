using System.ComponentModel.DataAnnotations;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>How several samples of a gauge within one step become one value.</summary>
public enum Resampling
{
    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>Smallest.</summary>
    Min,

    /// <summary>Largest.</summary>
    Max,

    /// <summary>Latest.</summary>
    Last,
}

/// <summary>How raw samples become a frame on one grid (configs/fusion).</summary>
public sealed record FusionConfig
{
    /// <summary>Step of the grid in seconds; null takes the dataset's own step.</summary>
    [Range(0.001, double.MaxValue)]
    public double? StepSeconds { get; init; }

    /// <summary>
    /// Each entity of this kind is one entity of the frame. What it contains rolls up to it by <see cref="Signal.Aggregation"/>; what contains it
    /// (its switch, the cluster) shows on it. Default: node.
    /// </summary>
    public EntityKind EntityKind { get; init; } = EntityKind.Node;

    /// <summary>
    /// Whether only signals measured on entities of <see cref="EntityKind"/> itself make columns: nothing rolls up from what they contain, and
    /// nothing shows from what contains them. Default false.
    /// </summary>
    public bool OwnSignals { get; init; }

    /// <summary>Whether signals of contained entities also keep a column per child, named <c>signal@child</c>. Default false.</summary>
    public bool KeepChildren { get; init; }

    /// <summary>
    /// Resampling of single gauges, by name. A gauge that is not named follows its <see cref="Signal.Aggregation"/>: min, max and last stay
    /// what they are, mean and sum become the mean.
    /// </summary>
    public IReadOnlyDictionary<string, Resampling> Resample { get; init; } = new Dictionary<string, Resampling>();

    /// <summary>
    /// The columns the frame must have, by their names in the frame; those the dataset lacks are not seen anywhere and reported. A model
    /// gets the columns it was trained on this way. Empty: every signal that was seen.
    /// </summary>
    public IReadOnlyList<string> Signals { get; init; } = [];

    /// <summary>Patterns (<c>*</c> matches anything) of frame columns to leave out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>
    /// Two neighbouring samples of a counter farther apart than this many steps (and than 2.5 of its own sampling intervals) give no rate.
    /// Default 10.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxGapSteps { get; init; } = 10;

    /// <summary>
    /// A gauge stands for the steps after its sample that begin within this many of its own median sampling intervals; an empty cell is
    /// "not seen" at once. Default 1.5, which bridges jitter and slow sampling but not a missed sample after the next one. 0: never.
    /// </summary>
    [Range(0.0, double.MaxValue)]
    public double GaugeHoldIntervals { get; init; } = 1.5;

    /// <summary>A state holds until its next sample, at most this long. Default 300.</summary>
    [Range(0.0, double.MaxValue)]
    public double MaxStateAgeSeconds { get; init; } = 300;

    /// <summary>How clocks of different hosts are brought together.</summary>
    public ClockConfig Clock { get; init; } = new();

    /// <summary>Which entities are compared with each other.</summary>
    public PeerConfig Peers { get; init; } = new();
}
