using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Heads;

/// <summary>One labelled interval with the rows around it that serve as its normality.</summary>
/// <param name="Id">Name of the incident.</param>
/// <param name="Fault">Rows of the fault (true, detected or, in a control, deliberately wrong).</param>
/// <param name="Context">Rows before it that are taken as normal.</param>
/// <param name="FaultClass">Label: what happened.</param>
/// <param name="Layer">Label: layer of the cause.</param>
/// <param name="Recording">Name of the recording, for splits by recording.</param>
public sealed record IncidentExample(
    string Id, RowRange Fault, RowRange Context, string FaultClass, Layer Layer, string Recording);

/// <summary>Says which class of fault an interval shows. Implementations get their frame in the constructor.</summary>
public interface IRootCauseClassifier
{
    /// <summary>Name in tables: lower-case words joined by hyphens.</summary>
    string Name { get; }

    /// <summary>Classes seen by <see cref="Fit"/>, in the order of <see cref="Predict"/>; empty before.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Learns from labelled examples; a second call forgets the first.</summary>
    void Fit(IReadOnlyList<IncidentExample> train);

    /// <summary>Judges an interval. The labels of <paramref name="example"/> are not looked at.</summary>
    /// <returns><c>[class]</c>: probabilities that sum to 1, in the order of <see cref="Classes"/>.</returns>
    double[] Predict(IncidentExample example);
}
