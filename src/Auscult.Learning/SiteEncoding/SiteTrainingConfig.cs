using System.ComponentModel.DataAnnotations;

namespace Auscult.Learning.SiteEncoding;

/// <summary>How a <see cref="SiteEncoder"/> is trained. An objective whose weight is 0 is not computed.</summary>
public sealed record SiteTrainingConfig
{
    /// <summary>Seed of weights, draws and masks. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Networks that are trained from different seeds and asked together. Default 1.</summary>
    [Range(1, 100)]
    public int Members { get; init; } = 1;

    /// <summary>Optimiser steps of each. Default 700.</summary>
    [Range(1, int.MaxValue)]
    public int Steps { get; init; } = 700;

    /// <summary>Sites per step. Default 4.</summary>
    [Range(1, 1024)]
    public int SitesPerStep { get; init; } = 4;

    /// <summary>Windows per site and step: of a fault, of a benign event, of nothing, in turn. Default 4.</summary>
    [Range(1, 1024)]
    public int WindowsPerSite { get; init; } = 4;

    /// <summary>Most entities of one kind in a step; some steps see all. Default 16.</summary>
    [Range(1, int.MaxValue)]
    public int MaxEntities { get; init; } = 16;

    /// <summary>Peak of the learning rate. Default 0.002.</summary>
    [Range(1e-9, 1.0)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Weight decay on matrices (AdamW). Default 0.05.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Decay of the averaged weights that are kept at the end. Default 0.99; 0 keeps the last weights.</summary>
    [Range(0.0, 0.99999)]
    public double AverageDecay { get; init; } = 0.99;

    /// <summary>Weight of the class of the moment. Default 1.</summary>
    [Range(0.0, 1000.0)]
    public double ClassWeight { get; init; } = 1;

    /// <summary>Weight of the entity where the fault started. Default 1.</summary>
    [Range(0.0, 1000.0)]
    public double BlameWeight { get; init; } = 1;

    /// <summary>Weight of the reconstruction of hidden shifts. Default 0.3.</summary>
    [Range(0.0, 1000.0)]
    public double ReconstructionWeight { get; init; } = 0.3;

    /// <summary>Weight of predicting an averaged teacher's embeddings of the whole input from the masked one. Default 0.</summary>
    [Range(0.0, 1000.0)]
    public double LatentWeight { get; init; }

    /// <summary>Share of the class target that is spread over all classes. Default 0.05.</summary>
    [Range(0.0, 0.99)]
    public double LabelSmoothing { get; init; } = 0.05;

    /// <summary>Probability that a signal of one entity is hidden over a window and asked for. Default 0.1.</summary>
    [Range(0.0, 0.99)]
    public double CellMaskRatio { get; init; } = 0.1;

    /// <summary>Probability that an entity, not the cause, is hidden over a window and asked for. Default 0.05.</summary>
    [Range(0.0, 0.99)]
    public double EntityMaskRatio { get; init; } = 0.05;

    /// <summary>Probability that a signal is taken away from all entities of a step, as after an exporter's upgrade. Default 0.1.</summary>
    [Range(0.0, 0.99)]
    public double SignalDropout { get; init; } = 0.1;

    /// <summary>
    /// Probability that a signal is shown in a step as a slower, noisier exporter would have measured it. Default 0.3.
    /// </summary>
    [Range(0.0, 1.0)]
    public double DistortedSignals { get; init; } = 0.3;

    /// <summary>Probability that a signal is not recognised in a step and counts as an unknown one of its layer. Default 0.02.</summary>
    [Range(0.0, 0.99)]
    public double UnknownSignals { get; init; } = 0.02;

    /// <summary>Probability that a layer is taken away in a step; one stays. Default 0.1.</summary>
    [Range(0.0, 0.99)]
    public double LayerDropout { get; init; } = 0.1;

    /// <summary>Probability that a kind of entity is taken away in a step, unless a cause is of it. Default 0.05.</summary>
    [Range(0.0, 0.99)]
    public double KindDropout { get; init; } = 0.05;

    /// <summary>Share of the steps that see all entities of their sites. Default 0.1.</summary>
    [Range(0.0, 1.0)]
    public double WholeSites { get; init; } = 0.1;
}
