using System.ComponentModel.DataAnnotations;

namespace Auscult.Learning.Heads;

/// <summary>What a root-cause head looks at.</summary>
public enum RootCauseFeatures
{
    /// <summary>Embeddings of the encoder and robust shifts of the signals.</summary>
    Both,

    /// <summary>Embeddings only.</summary>
    Embedding,

    /// <summary>Robust shifts only: the head then needs no encoder.</summary>
    Shifts,
}

/// <summary>How the root-cause head learns; <c>configs/head/*.yaml</c> under <c>root_cause</c>.</summary>
public sealed record RootCauseConfig
{
    /// <summary>What it looks at. Default both.</summary>
    public RootCauseFeatures Features { get; init; } = RootCauseFeatures.Both;

    /// <summary>Largest number of windows whose embeddings are averaged over an interval. Default 8.</summary>
    [Range(1, int.MaxValue)]
    public int MaxWindows { get; init; } = 8;

    /// <summary>Strengths of the quadratic penalty on weights that are tried by cross-validation within the training examples.</summary>
    public IReadOnlyList<double> Penalties { get; init; } = [0.001, 0.01, 0.1, 1];

    /// <summary>Folds of that cross-validation; recordings stay together where there are enough of them. Default 4.</summary>
    [Range(2, int.MaxValue)]
    public int NumFolds { get; init; } = 4;

    /// <summary>Steps of full-batch optimisation. Default 200.</summary>
    [Range(1, int.MaxValue)]
    public int NumSteps { get; init; } = 200;
}
