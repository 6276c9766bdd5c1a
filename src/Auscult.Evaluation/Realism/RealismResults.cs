using Auscult.Evaluation.Realism.Telling;

namespace Auscult.Evaluation.Realism;

/// <summary>A dataset that was asked for.</summary>
/// <param name="Name">Name of the source or of the preset.</param>
/// <param name="IsReal">Whether it is real telemetry.</param>
/// <param name="Location">Where it lies.</param>
/// <param name="Note">Origin and licence, or why it was left out.</param>
/// <param name="IsThere">Whether it could be read.</param>
public sealed record RealismSource(string Name, bool IsReal, string Location, string Note, bool IsThere);

/// <summary>Everything that <c>auscult realism</c> found out.</summary>
public sealed record RealismResults
{
    /// <summary>When.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Time it took, simulations included.</summary>
    public double Seconds { get; init; }

    /// <summary>The datasets, real and simulated, absent ones included.</summary>
    public required IReadOnlyList<RealismSource> Sources { get; init; }

    /// <summary>Aspect by aspect.</summary>
    public required IReadOnlyList<Comparison> Comparisons { get; init; }

    /// <summary>A classifier's attempts to tell simulated from real windows.</summary>
    public required IReadOnlyList<TellingResults> Telling { get; init; }
}
