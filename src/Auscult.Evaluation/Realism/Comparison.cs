using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Realism;

/// <summary>One figure, real and simulated.</summary>
public sealed record FigureComparison
{
    /// <summary>Key.</summary>
    public required string Name { get; init; }

    /// <summary>What a reader sees.</summary>
    public required string Title { get; init; }

    /// <summary>Unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Median over the real recordings; NaN when it could not be measured.</summary>
    public required double Real { get; init; }

    /// <summary>Smallest and largest of the real recordings: how different reality is from itself.</summary>
    public required ConfidenceInterval RealRange { get; init; }

    /// <summary>Median over the simulated recordings.</summary>
    public required double Simulated { get; init; }

    /// <summary>Simulated over real, or simulated minus real.</summary>
    public required double Distance { get; init; }

    /// <summary>How <see cref="Distance"/> is to be read.</summary>
    public required FigureScale Scale { get; init; }

    /// <summary>Whether the two agree: within 25 % or 0.05, or within the range of the real recordings.</summary>
    public required bool IsAlike { get; init; }

    /// <summary>The difference in one sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>One sample, real and simulated.</summary>
public sealed record SampleComparison
{
    /// <summary>Key.</summary>
    public required string Name { get; init; }

    /// <summary>What a reader sees.</summary>
    public required string Title { get; init; }

    /// <summary>Kolmogorov-Smirnov statistic of the pooled samples.</summary>
    public required double KolmogorovSmirnov { get; init; }

    /// <summary>
    /// The same between each real recording and the rest of them, the median: what reality has from itself. NaN with one recording.
    /// </summary>
    public required double RealKolmogorovSmirnov { get; init; }

    /// <summary>Wasserstein distance of the pooled samples.</summary>
    public required double Wasserstein { get; init; }

    /// <summary>Unit of <see cref="Wasserstein"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>Number of real values.</summary>
    public required int RealCount { get; init; }

    /// <summary>Number of simulated values.</summary>
    public required int SimulatedCount { get; init; }

    /// <summary>The difference in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Both histograms over common bins.</summary>
    public required Histogram Histogram { get; init; }
}

/// <summary>One curve, real and simulated: medians over the recordings.</summary>
public sealed record CurveComparison(CurveKind Kind, CurvePoints Real, CurvePoints Simulated);

/// <summary>An aspect of reality beside the same aspect of the simulation.</summary>
public sealed record Comparison
{
    /// <summary>Key of the aspect.</summary>
    public required string Name { get; init; }

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>What is measured and how.</summary>
    public required string About { get; init; }

    /// <summary>The real side: the dataset and the recordings that were measured.</summary>
    public required string Real { get; init; }

    /// <summary>The simulated side.</summary>
    public required string Simulated { get; init; }

    /// <summary>Why there is nothing to compare; null when there is.</summary>
    public string? Missing { get; init; }

    /// <summary>The figures.</summary>
    public IReadOnlyList<FigureComparison> Figures { get; init; } = [];

    /// <summary>The samples.</summary>
    public IReadOnlyList<SampleComparison> Samples { get; init; } = [];

    /// <summary>The curves.</summary>
    public IReadOnlyList<CurveComparison> Curves { get; init; } = [];
}
