
namespace Auscult.Evaluation.Realism.Telling;

/// <summary>A feature that gives the simulation away.</summary>
/// <param name="Name">Signal and statistic.</param>
/// <param name="Auc">How well it tells the two apart all alone.</param>
/// <param name="Histogram">Its two distributions.</param>
public sealed record TellingFeature(string Name, double Auc, Histogram Histogram);

/// <summary>Whether simulated windows can be told from real ones.</summary>
public sealed record TellingResults
{
    private const int MostFeatures = 6;

    /// <summary>Key of the panel.</summary>
    public required string Panel { get; init; }

    /// <summary>What the windows hold.</summary>
    public required string Title { get; init; }

    /// <summary>Whether every window is standardised by itself.</summary>
    public required bool IsStandardised { get; init; }

    /// <summary>Simulated against real: the number to bring down.</summary>
    public required TellingFigure Simulated { get; init; }

    /// <summary>
    /// How different reality is from itself: earlier against later real recordings, or one half of the entities against the other where
    /// there are fewer than four recordings; null where neither can be divided.
    /// </summary>
    public required TellingFigure? Real { get; init; }

    /// <summary>The features that tell most, alone.</summary>
    public required IReadOnlyList<TellingFeature> Features { get; init; }

    /// <summary>Judges a panel's windows; null when there are too few.</summary>
    /// <param name="panel">What the windows hold.</param>
    /// <param name="real">Real windows.</param>
    /// <param name="simulated">Simulated windows.</param>
    /// <param name="isStandardised">Whether every window is standardised by itself.</param>
    /// <param name="generator">Source of everything random.</param>
    public static TellingResults? Of(
        WindowPanel panel, IReadOnlyList<TellingWindow> real, IReadOnlyList<TellingWindow> simulated, bool isStandardised, Random generator)
    {
        if (TellingApart.Judge(real, simulated, isStandardised, generator) is not { } figure)
            return null;
        return new TellingResults
        {
            Panel = panel.Name,
            Title = panel.Title,
            IsStandardised = isStandardised,
            Simulated = figure,
            Real = RealAgainstReal(real, isStandardised, generator),
            Features = Tell(panel, real, simulated, isStandardised),
        };
    }

    // Earlier against later recordings; where there are fewer than four, one half of the entities against the other. Recordings are held
    // out whole either way.
    private static TellingFigure? RealAgainstReal(IReadOnlyList<TellingWindow> real, bool isStandardised, Random generator)
    {
        string[] recordings = [.. real.Select(window => window.Recording).Distinct(StringComparer.Ordinal)];
        string[] entities = [.. real.Select(window => window.Entity).Distinct(StringComparer.Ordinal)];
        var halves = recordings.Length >= 4
            ? real.ToLookup(window => Array.IndexOf(recordings, window.Recording) < recordings.Length / 2)
            : real.ToLookup(window => Array.IndexOf(entities, window.Entity) < entities.Length / 2);
        return TellingApart.Judge([.. halves[true]], [.. halves[false]], isStandardised, generator);
    }

    private static IReadOnlyList<TellingFeature> Tell(
        WindowPanel panel, IReadOnlyList<TellingWindow> real, IReadOnlyList<TellingWindow> simulated, bool isStandardised)
    {
        double[][] there = [.. real.Select(window => WindowFeatures.Of(window.Values, isStandardised))];
        double[][] here = [.. simulated.Select(window => WindowFeatures.Of(window.Values, isStandardised))];
        return [.. WindowFeatures.Names(panel.Signals, isStandardised)
            .Select((name, i) => (Name: name, Real: Array.ConvertAll(there, row => row[i]), Simulated: Array.ConvertAll(here, row => row[i])))
            .Select(feature => new TellingFeature(
                feature.Name, TellingApart.Auc(feature.Real, feature.Simulated), Histogram.Of(feature.Real, feature.Simulated, isLogarithmic: false)))
            .OrderByDescending(feature => feature.Auc).Take(MostFeatures)];
    }
}
