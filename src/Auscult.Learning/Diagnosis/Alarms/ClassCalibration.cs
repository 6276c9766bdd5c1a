namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>
/// Turns mean log-probabilities into calibrated probabilities of the classes of faults: softmax of log p / T + bias (temperature scaling,
/// Guo et al. 2017; the biases are kept only where leaving out one incident shows that they help).
/// </summary>
/// <param name="Temperature">Above 1: the diagnoser is too sure.</param>
/// <param name="Bias">One per class of <see cref="DiagnosisClasses.Names"/>; all 0 when they do not help.</param>
public sealed record ClassCalibration(double Temperature, IReadOnlyList<double> Bias)
{
    private const int BiasSteps = 60;
    private const double BiasPenalty = 0.1;
    private static readonly double[] Temperatures = [.. Enumerable.Range(0, 61).Select(i => Math.Pow(10, (i - 20) / 20.0))];

    /// <summary>As the diagnoser says.</summary>
    public static ClassCalibration None(int classes) => new(1, new double[classes]);

    /// <summary>Probabilities of the faults given that there is one; 0 for benign classes.</summary>
    /// <param name="logProbabilities">Mean log-probabilities of all classes.</param>
    /// <param name="classes">Which are benign.</param>
    public double[] Faults(IReadOnlyList<double> logProbabilities, DiagnosisClasses classes)
    {
        var weights = new double[logProbabilities.Count];
        var largest = double.NegativeInfinity;
        for (var c = 0; c < weights.Length; c++)
        {
            weights[c] = classes.IsBenign[c] ? double.NegativeInfinity : (logProbabilities[c] / Temperature) + Bias[c];
            largest = Math.Max(largest, weights[c]);
        }
        var sum = 0.0;
        for (var c = 0; c < weights.Length; c++)
            sum += weights[c] = double.IsNegativeInfinity(weights[c]) ? 0 : Math.Exp(weights[c] - largest);
        return Array.ConvertAll(weights, weight => sum > 0 ? weight / sum : 0);
    }

    /// <summary>
    /// How undecided the classes are: entropy over its largest value, 0 (one class) to 1 (all alike). What is like nothing known is drawn to several
    /// classes at once (Hendrycks and Gimpel 2017 for the largest probability; the entropy told left-out classes better, experiments/2026-11-unknown).
    /// </summary>
    /// <param name="faults">Of <see cref="Faults"/>.</param>
    public static double Indecision(IReadOnlyList<double> faults)
    {
        var (entropy, known) = (0.0, 0);
        foreach (var share in faults)
        {
            if (share > 0)
                (entropy, known) = (entropy - (share * Math.Log(share)), known + 1);
        }
        return known < 2 ? 0 : entropy / Math.Log(known);
    }

    /// <summary>Fits temperature and biases on incidents that the diagnoser has not learned from.</summary>
    /// <param name="logProbabilities">Per incident.</param>
    /// <param name="labels">Its class; an index into the classes.</param>
    /// <param name="classes">The classes.</param>
    public static ClassCalibration Fit(IReadOnlyList<double[]> logProbabilities, IReadOnlyList<int> labels, DiagnosisClasses classes)
    {
        var none = None(classes.Names.Count);
        if (labels.Count == 0)
            return none;
        var plain = none with { Temperature = BestTemperature(logProbabilities, labels, classes) };
        var (without, with) = (0.0, 0.0);
        for (var left = 0; left < labels.Count; left++)
        {
            var kept = Enumerable.Range(0, labels.Count).Where(i => i != left).ToArray();
            IReadOnlyList<double[]> rows = [.. kept.Select(i => logProbabilities[i])];
            IReadOnlyList<int> truths = [.. kept.Select(i => labels[i])];
            var tempered = none with { Temperature = BestTemperature(rows, truths, classes) };
            without += Loss(tempered, [logProbabilities[left]], [labels[left]], classes);
            with += Loss(Biased(tempered, rows, truths, classes), [logProbabilities[left]], [labels[left]], classes);
        }
        return with < without ? Biased(plain, logProbabilities, labels, classes) : plain;
    }

    private static double BestTemperature(IReadOnlyList<double[]> rows, IReadOnlyList<int> labels, DiagnosisClasses classes) =>
        Temperatures.MinBy(temperature => Loss(None(classes.Names.Count) with { Temperature = temperature }, rows, labels, classes));

    /// <summary>Gradient descent on the likelihood with a quadratic penalty.</summary>
    private static ClassCalibration Biased(ClassCalibration start, IReadOnlyList<double[]> rows, IReadOnlyList<int> labels, DiagnosisClasses classes)
    {
        var bias = new double[classes.Names.Count];
        for (var step = 0; step < BiasSteps; step++)
        {
            var gradient = Array.ConvertAll(bias, value => BiasPenalty * value);
            var current = start with { Bias = bias };
            for (var i = 0; i < rows.Count; i++)
            {
                var p = current.Faults(rows[i], classes);
                for (var c = 0; c < bias.Length; c++)
                    gradient[c] += (p[c] - (c == labels[i] ? 1 : 0)) / rows.Count;
            }
            bias = [.. bias.Select((value, c) => value - gradient[c])];
        }
        return start with { Bias = bias };
    }

    private static double Loss(ClassCalibration calibration, IReadOnlyList<double[]> rows, IReadOnlyList<int> labels, DiagnosisClasses classes)
    {
        var loss = 0.0;
        for (var i = 0; i < rows.Count; i++)
            loss -= Math.Log(Math.Max(calibration.Faults(rows[i], classes)[labels[i]], 1e-9));
        return loss;
    }
}
