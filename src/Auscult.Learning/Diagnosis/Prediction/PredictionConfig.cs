using System.ComponentModel.DataAnnotations;
using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>How onsets of faults are foretold; <c>configs/prediction/*.yaml</c>.</summary>
public sealed record PredictionConfig
{
    /// <summary>Grid and columns of the sites. Default step 10 s: signs grow over minutes.</summary>
    public SiteConfig Site { get; init; } = new() { StepSeconds = 10 };

    /// <summary>Seconds between two moments. Default 30.</summary>
    [Range(1.0, 3600)]
    public double StrideSeconds { get; init; } = 30;

    /// <summary>Seconds over which the present level is taken. Default 60.</summary>
    [Range(1.0, 3600)]
    public double LevelSeconds { get; init; } = 60;

    /// <summary>Seconds over which rare counts are taken. Default 300.</summary>
    [Range(1.0, 36000)]
    public double SlowLevelSeconds { get; init; } = 300;

    /// <summary>Seconds back with which the level is compared. Default 300.</summary>
    [Range(1.0, 36000)]
    public double TrendSeconds { get; init; } = 300;

    /// <summary>Seconds back with which the slow level is compared. Default 1200.</summary>
    [Range(1.0, 360000)]
    public double SlowTrendSeconds { get; init; } = 1200;

    /// <summary>
    /// Ends of the intervals of the hazard, in minutes, ascending. Each is a horizon: probability of an onset until then. Each but the last is
    /// also a lead; see <see cref="Windows"/>.
    /// </summary>
    public IReadOnlyList<double> HorizonMinutes { get; init; } = [1, 5, 15, 60, 120];

    /// <summary>An alarm stands at least until the first horizon from here on. Default 60.</summary>
    [Range(0.0, 1e6)]
    public double AlarmMinutes { get; init; } = 60;

    /// <summary>For each lead the interval in which an alarm foretells an onset: indices of two horizons.</summary>
    public IReadOnlyList<(int Lead, int Until)> Windows() =>
    [
        .. Enumerable.Range(0, HorizonMinutes.Count - 1).Select(lead => (lead, Math.Min(
            HorizonMinutes.Count - 1, Math.Max(lead + 1, Enumerable.Range(0, HorizonMinutes.Count).Count(k => HorizonMinutes[k] < AlarmMinutes))))),
    ];

    /// <summary>Seconds after an incident during which nothing is learned or foretold at its place. Default 150.</summary>
    [Range(0.0, 36000)]
    public double RecoverySeconds { get; init; } = 150;

    /// <summary>Rows without an onset ahead that are kept per class; the kept ones count for the others. Default 8000.</summary>
    [Range(10, int.MaxValue)]
    public int QuietRows { get; init; } = 8000;

    /// <summary>
    /// Features that a class is learned from: those whose weights the likelihood pulls at most (Fan and Lv 2008, sure screening). Default 60.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxFeatures { get; init; } = 60;

    /// <summary>Penalties to choose from, as shares of the one that silences every signal.</summary>
    public IReadOnlyList<double> PenaltyShares { get; init; } = [0.3, 0.1, 0.03, 0.01];

    /// <summary>Steps of optimisation per penalty. Default 120.</summary>
    [Range(1, int.MaxValue)]
    public int NumSteps { get; init; } = 120;

    /// <summary>Precision that alarms shall have on the validation sites. Default 0.84.</summary>
    [Range(0.01, 1.0)]
    public double MinPrecision { get; init; } = 0.84;

    /// <summary>Share of incidents with a sign in time below which a class is called not predictable at a lead. Default 0.1.</summary>
    [Range(0.0, 1.0)]
    public double MinCeiling { get; init; } = 0.1;

    /// <summary>Seed of the choice of quiet rows.</summary>
    public long Seed { get; init; } = 1;
}
