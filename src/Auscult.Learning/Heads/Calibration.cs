using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Heads;

/// <summary>Deals training examples to folds: whole recordings when there are enough of them, else class by class.</summary>
internal static class InnerFolds
{
    /// <summary>The fold of each example.</summary>
    public static int[] Deal(IReadOnlyList<IncidentExample> examples, int[] labels, int numFolds, Seeds seeds)
    {
        var order = Enumerable.Range(0, examples.Count).ToArray();
        seeds.Child("inner folds").Generator().Shuffle(order);
        var folds = new int[examples.Count];
        var recordings = order.Select(i => examples[i].Recording).Distinct().ToArray();
        var byRecording = recordings.Length >= 2 * numFolds;
        var dealt = new Dictionary<int, int>();
        foreach (var i in order)
        {
            if (byRecording)
            {
                folds[i] = Array.IndexOf(recordings, examples[i].Recording) % numFolds;
                continue;
            }
            var turn = dealt.GetValueOrDefault(labels[i]);
            folds[i] = (turn + labels[i]) % numFolds;
            dealt[labels[i]] = turn + 1;
        }
        return folds;
    }
}

/// <summary>Chooses penalty and temperature by the likelihood of examples that were left out.</summary>
internal static class Calibration
{
    private static readonly double[] Temperatures = [.. Enumerable.Range(0, 41).Select(i => Math.Pow(10, (i - 20) / 20.0))];

    public static (double Penalty, double Temperature) Choose(
        double[][] features, int[] labels, int numClasses, int[] folds, RootCauseConfig config)
    {
        var best = (Loss: double.PositiveInfinity, Penalty: config.Penalties[^1], Temperature: 1.0);
        foreach (var penalty in config.Penalties)
        {
            var left = LeftOutLogits(features, labels, numClasses, folds, penalty, config.NumSteps);
            foreach (var temperature in Temperatures)
            {
                var loss = left.Sum(pair => -Math.Log(
                    Math.Max(SoftmaxRegression.Probabilities(pair.Logits, temperature)[pair.Label], 1e-12)));
                if (loss < best.Loss)
                    best = (loss, penalty, temperature);
            }
        }
        return (best.Penalty, best.Temperature);
    }

    private static List<(double[] Logits, int Label)> LeftOutLogits(
        double[][] features, int[] labels, int numClasses, int[] folds, double penalty, int numSteps)
    {
        var result = new List<(double[], int)>();
        foreach (var fold in folds.Distinct().Order())
        {
            var train = Enumerable.Range(0, labels.Length).Where(i => folds[i] != fold).ToArray();
            if (train.Length == 0)
                continue;
            var model = SoftmaxRegression.Fit(
                [.. train.Select(i => features[i])], [.. train.Select(i => labels[i])], numClasses, penalty, numSteps);
            for (var i = 0; i < labels.Length; i++)
            {
                if (folds[i] == fold)
                    result.Add((model.Logits(features[i]), labels[i]));
            }
        }
        return result;
    }
}
