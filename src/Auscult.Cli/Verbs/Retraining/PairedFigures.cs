using Auscult.Evaluation.Diagnosis;
using Auscult.Evaluation.Metrics;
using Auscult.Retraining;
using Auscult.Retraining.Decision;
using Auscult.Telemetry.Domain;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary>
/// Champion and challenger on the same held-out recordings: four figures with a paired bootstrap of their differences. Faults are resampled for what is
/// asked of faults, recordings for false alarms.
/// </summary>
/// <param name="config">Level and resamples.</param>
/// <param name="seeds">Decides the resamples.</param>
internal sealed class PairedFigures(RetrainConfig config, Seeds seeds)
{
    private const int Figures = 4;
    private const double Accelerators = 500;

    /// <summary>Compares; both lists hold the same recordings in the same order.</summary>
    /// <param name="champion">What the champion said; null when there is none.</param>
    /// <param name="challenger">What the challenger said.</param>
    public Comparison Of(IReadOnlyList<JudgedTestSite>? champion, IReadOnlyList<JudgedTestSite> challenger)
    {
        IncidentOutcome[] after = [.. challenger.SelectMany(site => site.Outcomes)];
        IncidentOutcome[]? before = champion is null ? null : [.. champion.SelectMany(site => site.Outcomes)];
        return new Comparison(
            [
                OfFaults("recall", FigureFamily.Detection, outcome => outcome.DelaySeconds is null ? 0 : 1),
                OfFaults("class", FigureFamily.Cause, outcome => outcome.Known is null ? null : outcome.Known.Likeliest == outcome.FaultClass ? 1 : 0),
                OfFaults("place", FigureFamily.Cause, outcome => outcome.Known is null ? null : outcome.Known.PlaceRank <= 1 ? 1 : 0),
                Compared(
                    "false alarms", FigureFamily.FalseAlarms, challenger.Count,
                    chosen => -Rate(champion, chosen), chosen => -Rate(challenger, chosen), sign: -1),
            ],
            challenger.Count, after.Length);

        ComparedFigure OfFaults(string name, FigureFamily family, Func<IncidentOutcome, double?> of) => Compared(
            name, family, after.Length, chosen => Mean(before, chosen, of), chosen => Mean(after, chosen, of), sign: 1);
    }

    private ComparedFigure Compared(
        string name, FigureFamily family, int count, Func<IReadOnlyList<int>, double> champion, Func<IReadOnlyList<int>, double> challenger, int sign)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        var (before, after) = (champion(all), challenger(all));
        double[] gains = [.. Bootstrap.Replicates(count, chosen => challenger(chosen) - champion(chosen), seeds.Child(name).Generator(), config.Resamples)
            .Where(gain => !double.IsNaN(gain)).Order()];
        double At(double quantile) => gains.Length == 0 ? double.NaN : Quantiles.OfSorted(gains, quantile);
        return new ComparedFigure
        {
            Name = name, Family = family, Champion = sign * before, Challenger = sign * after, Gain = after - before, Count = count,
            Low = At(config.Level / 2), High = At(1 - (config.Level / 2)), StrictLow = At(config.Level / 2 / Figures),
        };
    }

    private static double Mean(IncidentOutcome[]? outcomes, IReadOnlyList<int> chosen, Func<IncidentOutcome, double?> of)
    {
        if (outcomes is null)
            return double.NaN;
        var (sum, count) = (0.0, 0);
        foreach (var i in chosen)
        {
            if (of(outcomes[i]) is { } value)
                (sum, count) = (sum + value, count + 1);
        }
        return count == 0 ? double.NaN : sum / count;
    }

    /// <summary>False alarms per day and 500 accelerators of the time without a fault.</summary>
    private static double Rate(IReadOnlyList<JudgedTestSite>? sites, IReadOnlyList<int> chosen)
    {
        if (sites is null)
            return double.NaN;
        var (alarms, days) = (0, 0.0);
        foreach (var i in chosen)
            (alarms, days) = (alarms + sites[i].FalseAlarms.Count, days + sites[i].QuietDays);
        return days > 0 ? Accelerators * alarms / days : double.NaN;
    }
}
