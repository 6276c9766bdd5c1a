using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Realism.Statistics;

namespace Auscult.Evaluation.Realism;

/// <summary>Sets what an aspect measured in reality beside what it measured in a simulation.</summary>
public static class RealismComparer
{
    private const int ValuesPerRecording = 1000;

    /// <summary>Compares measurements.</summary>
    /// <param name="aspect">What was measured.</param>
    /// <param name="realName">Name of the real dataset.</param>
    /// <param name="real">A profile per real recording.</param>
    /// <param name="simulatedName">Name of the simulated dataset.</param>
    /// <param name="simulated">A profile per simulated recording.</param>
    public static Comparison Compare(
        Aspect aspect, string realName, IReadOnlyList<RecordingProfile> real, string simulatedName, IReadOnlyList<RecordingProfile> simulated)
    {
        var empty = (real.Count, simulated.Count) switch
        {
            (0, _) => $"the real set '{realName}' is absent or lacks the signals it needs",
            (_, 0) => $"no simulated telemetry ({simulatedName}) has the signals it needs",
            _ => null,
        };
        var comparison = new Comparison
        {
            Name = aspect.Name,
            Title = aspect.Title,
            About = aspect.About,
            Real = Describe(realName, real.Count),
            Simulated = Describe(simulatedName, simulated.Count),
            Missing = empty,
        };
        return empty is not null ? comparison : comparison with
        {
            Figures = [.. aspect.Figures.Select(kind => Figure(kind, Values(real, kind.Name), Values(simulated, kind.Name)))
                .Where(IsWorthARow)],
            Samples = [.. aspect.Samples.Select(kind => Sample(kind, Parts(real, kind.Name), Parts(simulated, kind.Name)))
                .Where(sample => sample is not null).Select(sample => sample!)],
            Curves = [.. aspect.Curves.Select(kind => new CurveComparison(kind, Median(real, kind.Name), Median(simulated, kind.Name)))
                .Where(curve => curve.Real.X.Count > 0 && curve.Simulated.X.Count > 0)],
        };
    }

    /// <summary>Compares one figure, given over recordings.</summary>
    /// <param name="kind">The figure.</param>
    /// <param name="real">Its value in each real recording.</param>
    /// <param name="simulated">Its value in each simulated recording.</param>
    public static FigureComparison Figure(FigureKind kind, IReadOnlyList<double> real, IReadOnlyList<double> simulated)
    {
        var (there, here) = (Quantiles.Of([.. real], 0.5), Quantiles.Of([.. simulated], 0.5));
        var range = real.Count == 0 ? new ConfidenceInterval(double.NaN, double.NaN) : new ConfidenceInterval(real.Min(), real.Max());
        var distance = kind.Scale == FigureScale.Difference ? here - there : here == there ? 1 : here / there;
        var near = kind.Scale == FigureScale.Difference ? Math.Abs(distance) <= 0.05 : distance is >= 0.8 and <= 1.25;
        var inside = real.Count > 1 && range.Contains(here);
        return new FigureComparison
        {
            Name = kind.Name,
            Title = kind.Title,
            Unit = kind.Unit,
            Real = there,
            RealRange = range,
            Simulated = here,
            Distance = distance,
            Scale = kind.Scale,
            IsAlike = near || inside,
            Sentence = FigureSentence.Of(kind, there, range, here, distance, near, inside),
        };
    }

    // Figures of one class or operation need both sides; other figures that one side lacks are a difference worth a row.
    private static bool IsWorthARow(FigureComparison figure) => figure.Name.Contains('/', StringComparison.Ordinal)
        ? !double.IsNaN(figure.Real) && !double.IsNaN(figure.Simulated)
        : !double.IsNaN(figure.Real) || !double.IsNaN(figure.Simulated);

    private static SampleComparison? Sample(SampleKind kind, double[][] real, double[][] simulated)
    {
        double[] there = [.. real.SelectMany(part => part)];
        double[] here = [.. simulated.SelectMany(part => part)];
        if (there.Length == 0 || here.Length == 0)
            return null;
        var distance = SampleDistance.KolmogorovSmirnov(there, here);
        var own = real.Length < 2 ? double.NaN : Quantiles.Of(
            [.. real.Select((part, i) => SampleDistance.KolmogorovSmirnov(part, [.. real.Where((_, j) => j != i).SelectMany(other => other)]))], 0.5);
        var wasserstein = SampleDistance.Wasserstein(there, here);
        return new SampleComparison
        {
            Name = kind.Name,
            Title = kind.Title,
            KolmogorovSmirnov = distance,
            RealKolmogorovSmirnov = own,
            Wasserstein = wasserstein,
            Unit = kind.Unit,
            RealCount = there.Length,
            SimulatedCount = here.Length,
            Sentence = FigureSentence.OfSample(there, here, distance, own),
            Histogram = Histogram.Of(there, here, kind.IsLogarithmic),
        };
    }

    private static List<double> Values(IReadOnlyList<RecordingProfile> profiles, string name) =>
        [.. profiles.Select(profile => profile.Figures.GetValueOrDefault(name, double.NaN)).Where(double.IsFinite)];

    // Every recording counts the same, however long it is.
    private static double[][] Parts(IReadOnlyList<RecordingProfile> profiles, string name) =>
        [.. profiles.Select(profile => Thinned(profile.Samples.GetValueOrDefault(name, []))).Where(part => part.Length > 0)];

    private static double[] Thinned(double[] values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length <= ValuesPerRecording
            ? sorted
            : [.. Enumerable.Range(0, ValuesPerRecording).Select(i => Quantiles.OfSorted(sorted, (i + 0.5) / ValuesPerRecording))];
    }

    private static CurvePoints Median(IReadOnlyList<RecordingProfile> profiles, string name)
    {
        var points = profiles.Select(profile => profile.Curves.GetValueOrDefault(name)).Where(curve => curve is not null).Select(curve => curve!)
            .SelectMany(curve => curve.X.Zip(curve.Y)).Where(point => double.IsFinite(point.Second))
            .GroupBy(point => point.First).OrderBy(group => group.Key).ToArray();
        return new CurvePoints(
            [.. points.Select(group => group.Key)], [.. points.Select(group => Quantiles.Of([.. group.Select(point => point.Second)], 0.5))]);
    }

    private static string Describe(string name, int recordings) =>
        name.Length == 0 ? "" : $"{name}, {(recordings == 1 ? "1 recording" : $"{recordings} recordings")}";
}
