namespace Auscult.Evaluation.Metrics;

/// <summary>Counts of true against predicted classes; an incident without an answer counts against its class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;
    private readonly int[] _unanswered;

    /// <param name="classes">Every class that can be true or predicted, in display order.</param>
    /// <param name="truths">True class per incident.</param>
    /// <param name="predictions">Predicted class per incident; null where there was no answer.</param>
    /// <exception cref="ArgumentException">A class is not listed, or the lengths differ.</exception>
    public ConfusionMatrix(IReadOnlyList<string> classes, IReadOnlyList<string> truths, IReadOnlyList<string?> predictions)
    {
        if (truths.Count != predictions.Count)
            throw new ArgumentException($"{truths.Count} truths but {predictions.Count} predictions", nameof(predictions));
        Classes = classes;
        Count = truths.Count;
        _counts = new int[classes.Count, classes.Count];
        _unanswered = new int[classes.Count];
        var index = classes.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        for (var i = 0; i < truths.Count; i++)
        {
            var prediction = -1;
            if (!index.TryGetValue(truths[i], out var truth) || (predictions[i] is { } name && !index.TryGetValue(name, out prediction)))
                throw new ArgumentException($"'{truths[i]}' or '{predictions[i]}' is not among the classes", nameof(classes));
            if (prediction < 0)
                _unanswered[truth]++;
            else
                _counts[truth, prediction]++;
        }
    }

    /// <summary>The classes, in display order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of incidents.</summary>
    public int Count { get; }

    /// <summary>Incidents of class <paramref name="truth"/> that were called <paramref name="prediction"/>.</summary>
    public int this[int truth, int prediction] => _counts[truth, prediction];

    /// <summary>Incidents of class <paramref name="truth"/> without an answer.</summary>
    public int Unanswered(int truth) => _unanswered[truth];

    /// <summary>Share of incidents called by their true class; NaN without incidents.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Classes.Count).Sum(k => _counts[k, k]) / Count;

    /// <summary>Mean of <see cref="RecallOf"/> over the classes that occur; NaN without incidents.</summary>
    public double BalancedAccuracy => Mean(Occurring.Select(RecallOf));

    /// <summary>Mean F1 over the classes that occur or were predicted; NaN without incidents.</summary>
    public double MacroF1 =>
        Mean(Enumerable.Range(0, Classes.Count).Where(k => TrueCount(k) + PredictedCount(k) > 0).Select(F1Of));

    /// <summary>Share of the incidents of a class that were called so; NaN when the class does not occur.</summary>
    public double RecallOf(int k) => (double)_counts[k, k] / TrueCount(k);

    /// <summary>Share of the incidents called so that were; NaN when it was never predicted.</summary>
    public double PrecisionOf(int k) => (double)_counts[k, k] / PredictedCount(k);

    /// <summary>Harmonic mean of precision and recall of a class; 0 when it was never called rightly.</summary>
    public double F1Of(int k) => 2.0 * _counts[k, k] / (TrueCount(k) + PredictedCount(k));

    private IEnumerable<int> Occurring => Enumerable.Range(0, Classes.Count).Where(k => TrueCount(k) > 0);

    private int TrueCount(int k) => Enumerable.Range(0, Classes.Count).Sum(p => _counts[k, p]) + _unanswered[k];

    private int PredictedCount(int k) => Enumerable.Range(0, Classes.Count).Sum(t => _counts[t, k]);

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
