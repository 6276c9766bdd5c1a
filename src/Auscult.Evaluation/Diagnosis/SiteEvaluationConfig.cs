using System.ComponentModel.DataAnnotations;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>What a measuring of diagnosers on labelled sites consists of; <c>configs/diagnosis_bench/*.yaml</c>.</summary>
public sealed record SiteEvaluationConfig
{
    /// <summary>The dataset folder, with splits train, validation and test.</summary>
    public string Root { get; init; } = "artifacts/bench-small";

    /// <summary>Names of the diagnosers, see <see cref="SiteSubjects"/>; paired differences are taken against the first.</summary>
    public IReadOnlyList<string> Diagnosers { get; init; } = ["shift", "majority", "random"];

    /// <summary>
    /// The split that is judged. <c>validation</c> is for choosing between variants: thresholds are chosen on it then, so alarms look too
    /// good, while classes and culprits at known onsets do not. Default <c>test</c>.
    /// </summary>
    public string Judged { get; init; } = "test";

    /// <summary>Parts of the cross-fit that adds the train sites to what thresholds are chosen on; 0 leaves it out. Default 4.</summary>
    [Range(0, 100)]
    public int CalibrationFolds { get; init; } = 4;

    /// <summary>Diagnosers that are fitted once only: no cross-fit, no controls, no few-shot curve. For those that take long.</summary>
    public IReadOnlyList<string> FitOnce { get; init; } = [];

    /// <summary>Whether the controls are run: labels shuffled, rows before the faults only, time and length only. Default true.</summary>
    public bool Controls { get; init; } = true;

    /// <summary>Whether the test sites are judged again without each layer. Default true.</summary>
    public bool MissingLayers { get; init; } = true;

    /// <summary>Labelled incidents per class of the few-shot curve. Default 1, 5, 20; more than there are means all.</summary>
    public IReadOnlyList<int> Shots { get; init; } = [1, 5, 20];

    /// <summary>
    /// Groups that the known classes are dealt to; each is left out of training in turn and has to be told as unknown. 0 leaves that out. Default 6.
    /// </summary>
    [Range(0, 1000)]
    public int UnknownGroups { get; init; } = 6;

    /// <summary>Draws per point of the curve. Default 3.</summary>
    [Range(1, 1000)]
    public int Draws { get; init; } = 3;
}
