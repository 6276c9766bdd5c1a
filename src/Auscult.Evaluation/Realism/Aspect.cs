using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism;

/// <summary>How a simulated figure is set beside a real one.</summary>
public enum FigureScale
{
    /// <summary>By their ratio: positive quantities.</summary>
    Ratio,

    /// <summary>By their difference: shares and correlations, which may be 0 or negative.</summary>
    Difference,
}

/// <summary>A figure that is measured in reality and in the simulation.</summary>
/// <param name="Name">Key in JSON, unique in its aspect.</param>
/// <param name="Title">What a reader sees.</param>
/// <param name="Unit">Unit; empty for ratios.</param>
/// <param name="Scale">How the two are compared.</param>
/// <param name="TooHigh">What it means when the simulated figure is larger, as the beginning of a sentence.</param>
/// <param name="TooLow">What it means when it is smaller.</param>
public sealed record FigureKind(string Name, string Title, string Unit, FigureScale Scale, string TooHigh, string TooLow);

/// <summary>A sample whose distribution is compared.</summary>
/// <param name="Name">Key in JSON, unique in its aspect.</param>
/// <param name="Title">What a reader sees, with the unit of the axis.</param>
/// <param name="Unit">Unit of the Wasserstein distance.</param>
/// <param name="IsLogarithmic">Whether it is drawn over a logarithmic axis.</param>
public sealed record SampleKind(string Name, string Title, string Unit, bool IsLogarithmic = false);

/// <summary>A curve that is drawn for both.</summary>
/// <param name="Name">Key in JSON, unique in its aspect.</param>
/// <param name="Title">What a reader sees.</param>
/// <param name="AxisTitle">What the horizontal axis shows.</param>
/// <param name="IsLogarithmic">Whether the horizontal axis is logarithmic.</param>
public sealed record CurveKind(string Name, string Title, string AxisTitle, bool IsLogarithmic = false);

/// <summary>Points of a curve.</summary>
/// <param name="X">Ascending.</param>
/// <param name="Y">As many; NaN where undefined.</param>
public sealed record CurvePoints(IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>What an aspect measured of one recording.</summary>
/// <param name="Recording">Name of the recording.</param>
public sealed record RecordingProfile(string Recording)
{
    /// <summary>Figures by name; those that cannot be measured are left out or NaN.</summary>
    public Dictionary<string, double> Figures { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Samples by name.</summary>
    public Dictionary<string, double[]> Samples { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Curves by name.</summary>
    public Dictionary<string, CurvePoints> Curves { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>
/// One side of the question whether the simulation is true to life: the same measurement for telemetry of either origin.
/// </summary>
public abstract class Aspect
{
    /// <summary>Key in JSON and on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Heading.</summary>
    public abstract string Title { get; }

    /// <summary>What is measured and how, in a sentence or two.</summary>
    public abstract string About { get; }

    /// <summary>The figures, in order.</summary>
    public abstract IReadOnlyList<FigureKind> Figures { get; }

    /// <summary>The samples, in order.</summary>
    public virtual IReadOnlyList<SampleKind> Samples => [];

    /// <summary>The curves, in order.</summary>
    public virtual IReadOnlyList<CurveKind> Curves => [];

    /// <summary>Measures every recording that has what it takes; empty when none has.</summary>
    public abstract IReadOnlyList<RecordingProfile> Measure(Dataset dataset);
}
