using System.Text.Json.Serialization;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Decision;

/// <summary>What a figure is about.</summary>
[JsonConverter(typeof(SnakeCaseEnum<FigureFamily>))]
public enum FigureFamily
{
    /// <summary>Whether faults are found.</summary>
    Detection,

    /// <summary>Whether their class and place are right.</summary>
    Cause,

    /// <summary>Alarms in no fault.</summary>
    FalseAlarms,
}

/// <summary>A figure of champion and challenger on the same held-out data, with the resamples of their paired difference.</summary>
public sealed record ComparedFigure
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about.</summary>
    public required FigureFamily Family { get; init; }

    /// <summary>The champion's; NaN where nothing defines it.</summary>
    public required double Champion { get; init; }

    /// <summary>The challenger's.</summary>
    public required double Challenger { get; init; }

    /// <summary>How much better the challenger is: positive is better, whatever the figure.</summary>
    public required double Gain { get; init; }

    /// <summary>Lower end of the central 1 - level of the gain's resamples.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end of it.</summary>
    public required double High { get; init; }

    /// <summary>
    /// Lower end of the central 1 - level / number of figures: what "better" is asked of, because there are several chances to be lucky.
    /// </summary>
    public required double StrictLow { get; init; }

    /// <summary>Incidents or recordings behind it.</summary>
    public required int Count { get; init; }

    /// <summary>Better beyond noise.</summary>
    public bool IsBetter => StrictLow > 0;

    /// <summary>Worse beyond noise.</summary>
    public bool IsWorse => High < 0;
}

/// <summary>A comparison on held-out data.</summary>
/// <param name="Figures">All figures; without a champion only the challenger's side is given.</param>
/// <param name="HeldOutRecordings">Recordings that both judged.</param>
/// <param name="HeldOutFaults">Labelled faults in them.</param>
public sealed record Comparison(IReadOnlyList<ComparedFigure> Figures, int HeldOutRecordings, int HeldOutFaults);
