using Auscult.Learning.Heads;

namespace Auscult.Evaluation.RootCause;

/// <summary>
/// Says which signals show the cause of an incident. Implementations get their frame in the constructor and need no labels.
/// </summary>
public interface ISignalRanker
{
    /// <summary>Name in tables: lower-case words joined by hyphens.</summary>
    string Name { get; }

    /// <summary>Suspects of an interval, whose labels are not looked at.</summary>
    /// <returns><c>[signal]</c>: finite, the larger the more suspect, in the order of the frame's signals.</returns>
    double[] Score(IncidentExample example);
}
