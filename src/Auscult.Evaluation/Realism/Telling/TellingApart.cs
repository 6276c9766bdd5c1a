using Auscult.Evaluation.Forests;
using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Realism.Telling;

/// <summary>How well two sets of windows can be told apart.</summary>
/// <param name="Auc">Area under the ROC curve over held-out windows; 0.5 is chance, 1 perfect.</param>
/// <param name="Interval">Central 95 % over resamples of the entities.</param>
/// <param name="Accuracy">Balanced accuracy at probability one half.</param>
/// <param name="FirstWindows">Windows of the first class.</param>
/// <param name="SecondWindows">Windows of the second class.</param>
/// <param name="HeldOut">What is held out together.</param>
public sealed record TellingFigure(double Auc, ConfidenceInterval Interval, double Accuracy, int FirstWindows, int SecondWindows, string HeldOut);

/// <summary>Cross-validated classification of windows of two classes.</summary>
public static class TellingApart
{
    private const int NumFolds = 5;
    private const int WindowsPerEntity = 40;

    /// <summary>
    /// Trains on some recordings and judges the windows of others. With a single recording in a class, whole entities are held out instead.
    /// Null when a class has fewer than two of either. Recordings that both classes share are held out of both at once.
    /// </summary>
    /// <param name="first">Windows of the first class.</param>
    /// <param name="second">Windows of the second class; these are to be recognised.</param>
    /// <param name="isStandardised">Whether the level and size of a window do not count.</param>
    /// <param name="generator">Source of everything random.</param>
    public static TellingFigure? Judge(
        IReadOnlyList<TellingWindow> first, IReadOnlyList<TellingWindow> second, bool isStandardised, Random generator)
    {
        var byRecording = Recordings(first) >= 2 && Recordings(second) >= 2;
        Example[] examples = [.. Examples(first, label: false), .. Examples(second, label: true)];
        var units = new[] { false, true }.Select(label =>
            examples.Where(example => example.Label == label).Select(example => example.Unit).Distinct(StringComparer.Ordinal).ToArray()).ToArray();
        var numFolds = Math.Min(NumFolds, units.Min(members => members.Length));
        if (numFolds < 2)
            return null;
        var scores = new double[examples.Length];
        for (var fold = 0; fold < numFolds; fold++)
        {
            var train = examples.Where(example => FoldOf(example) != fold).ToArray();
            var forest = RandomForest.Fit([.. train.Select(example => example.Features)], [.. train.Select(example => example.Label ? 1 : 0)], generator);
            for (var i = 0; i < examples.Length; i++)
            {
                if (FoldOf(examples[i]) == fold)
                    scores[i] = forest.Predict(examples[i].Features)[1];
            }
        }
        return Figure(examples, scores, generator, byRecording ? "recordings" : "entities");

        // Units are dealt out in order within each class, so a unit that both classes have is in the same fold for both.
        int FoldOf(Example example) => Array.IndexOf(units[example.Label ? 1 : 0], example.Unit) % numFolds;

        Example[] Examples(IReadOnlyList<TellingWindow> windows, bool label) => [.. windows
            .GroupBy(window => (window.Recording, window.Entity)).SelectMany(entity => Thin([.. entity]))
            .Select(window => new Example(
                byRecording ? window.Recording : window.Entity, $"{label}/{window.Recording}/{window.Entity}", label, WindowFeatures.Of(window.Values, isStandardised)))];
    }

    /// <summary>Area under the ROC curve of a single feature, the better direction: 0.5 to 1.</summary>
    internal static double Auc(double[] first, double[] second)
    {
        var auc = RankingMetrics.AucRoc(new ScoredSeries([.. first.Select(_ => false), .. second.Select(_ => true)], [.. first, .. second]));
        return Math.Max(auc, 1 - auc);
    }

    private static TellingFigure Figure(Example[] examples, double[] scores, Random generator, string heldOut)
    {
        var clusters = examples.Select((example, i) => (example.Cluster, i)).GroupBy(pair => pair.Cluster, pair => pair.i, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        double Auc(IEnumerable<int> chosen)
        {
            var members = chosen.ToArray();
            var series = new ScoredSeries([.. members.Select(i => examples[i].Label)], [.. members.Select(i => scores[i])]);
            return RankingMetrics.AucRoc(series);
        }
        double Hits(bool label) => examples.Select((example, i) => (example, i)).Where(pair => pair.example.Label == label)
            .Average(pair => scores[pair.i] > 0.5 == label ? 1.0 : 0);
        return new TellingFigure(
            Auc(Enumerable.Range(0, examples.Length)),
            Bootstrap.Interval(clusters.Length, indices => Auc(indices.SelectMany(i => clusters[i])), generator, resamples: 300),
            (Hits(label: false) + Hits(label: true)) / 2, examples.Count(example => !example.Label), examples.Count(example => example.Label), heldOut);
    }

    private static IEnumerable<TellingWindow> Thin(TellingWindow[] windows) => windows.Length <= WindowsPerEntity
        ? windows
        : Enumerable.Range(0, WindowsPerEntity).Select(i => windows[i * windows.Length / WindowsPerEntity]);

    private static int Recordings(IReadOnlyList<TellingWindow> windows) => windows.Select(window => window.Recording).Distinct(StringComparer.Ordinal).Count();

    private sealed record Example(string Unit, string Cluster, bool Label, double[] Features);
}
