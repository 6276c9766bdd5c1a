using System.ComponentModel.DataAnnotations;

namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>What names the class of a moment.</summary>
public enum ShiftClassifier
{
    /// <summary>Extremely randomised trees.</summary>
    Trees,

    /// <summary>Multinomial logistic regression.</summary>
    Linear,
}

/// <summary>How the shift diagnoser learns; <c>configs/diagnosis/*.yaml</c> under <c>shift</c>.</summary>
public sealed record ShiftDiagnoserConfig
{
    /// <summary>What names the class. Default trees.</summary>
    public ShiftClassifier Classifier { get; init; }

    /// <summary>The trees.</summary>
    public ExtraTreesConfig Trees { get; init; } = new();

    /// <summary>For the linear classifier: strength of the quadratic penalty on the weights. Default 0.003.</summary>
    [Range(0.0, 1e3)]
    public double ClassPenalty { get; init; } = 0.003;

    /// <summary>Strength of the quadratic penalty on the weights of the blame. Default 0.003.</summary>
    [Range(0.0, 1e3)]
    public double BlamePenalty { get; init; } = 0.003;

    /// <summary>Steps of full-batch optimisation. Default 200.</summary>
    [Range(1, int.MaxValue)]
    public int NumSteps { get; init; } = 200;

    /// <summary>
    /// Copies of each moment from which signals are taken away at random, so that no class hangs on one field that the next exporter may lack.
    /// Default 1.
    /// </summary>
    [Range(0, 100)]
    public int DroppedCopies { get; init; } = 1;

    /// <summary>Largest share of signals taken away from a copy. Default 0.5.</summary>
    [Range(0.0, 0.95)]
    public double DroppedShare { get; init; } = 0.5;

    /// <summary>
    /// Every copy is learned a second time with all its shifts reduced by one random factor from this to 1, as a noisier exporter or a milder fault
    /// would show them. 1 leaves that out. Default 0.2.
    /// </summary>
    [Range(0.001, 1.0)]
    public double WeakestShare { get; init; } = 0.2;

    /// <summary>Numbers of an embedding. Default 32.</summary>
    [Range(1, 4096)]
    public int EmbeddingWidth { get; init; } = 32;

    /// <summary>Which moments are learned.</summary>
    public LabelledMomentsConfig Moments { get; init; } = new();
}
