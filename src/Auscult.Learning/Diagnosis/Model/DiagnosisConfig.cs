using System.ComponentModel.DataAnnotations;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Diagnosis.Shift;
using Auscult.Learning.SiteEncoding;

namespace Auscult.Learning.Diagnosis.Model;

/// <summary>How a diagnosis is learned from labelled sites, and how it is explained; <c>configs/diagnosis/*.yaml</c>.</summary>
public sealed record DiagnosisConfig
{
    /// <summary>Name of the diagnoser, see <see cref="Diagnosers.Names"/>. Default <c>shift</c>.</summary>
    public string Diagnoser { get; init; } = Diagnosers.Shift;

    /// <summary>Part of the dataset's own split that is learned from; without such a split, all recordings are. Default <c>train</c>.</summary>
    public string TrainPart { get; init; } = "train";

    /// <summary>Part that thresholds and confidence are chosen on, beside the cross-fit; may be missing. Default <c>validation</c>.</summary>
    public string HeldOutPart { get; init; } = "validation";

    /// <summary>
    /// Parts of the cross-fit: the recordings learned from are judged by copies that have not learned from them, and help to choose
    /// thresholds. 0 leaves it out. Default 4.
    /// </summary>
    [Range(0, 100)]
    public int CalibrationFolds { get; init; } = 4;

    /// <summary>File of an operator's corrections of the recordings that are learned from (<c>auscult diagnose --correct</c>); none by default.</summary>
    public string? Feedback { get; init; }

    /// <summary>Settings of the diagnoser <c>shift</c>.</summary>
    public ShiftDiagnoserConfig Shift { get; init; } = new();

    /// <summary>Sizes of the diagnoser <c>encoder</c>. Default: size S.</summary>
    public SiteEncoderConfig Encoder { get; init; } = SiteEncoderConfig.Small;

    /// <summary>How the diagnoser <c>encoder</c> learns; its seed comes from the root's.</summary>
    public SiteTrainingConfig EncoderTraining { get; init; } = new();

    /// <summary>How much evidence a verdict is given.</summary>
    public EvidenceConfig Evidence { get; init; } = new();
}
