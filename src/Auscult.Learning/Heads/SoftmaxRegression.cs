using TorchSharp.Modules;
using static TorchSharp.torch;

// E examples, F features, K classes
namespace Auscult.Learning.Heads;

/// <summary>
/// Multinomial logistic regression on standardised features with a quadratic penalty, every class with the same weight: the linear head
/// over embeddings and shifts.
/// </summary>
/// <param name="Mean">Mean of each feature over the training examples.</param>
/// <param name="Scale">Factor on each feature; 0 for features that never varied.</param>
/// <param name="Weights"><c>[class, feature]</c>.</param>
/// <param name="Bias"><c>[class]</c>.</param>
public sealed record SoftmaxRegression(double[] Mean, double[] Scale, float[] Weights, float[] Bias)
{
    private const double StepSize = 0.05;

    /// <summary>Fits by full-batch Adam from zero weights; the same input gives the same result.</summary>
    /// <param name="features"><c>[example][feature]</c>.</param>
    /// <param name="labels">Class of each example, from 0.</param>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="penalty">Strength of the quadratic penalty on weights.</param>
    /// <param name="numSteps">Optimisation steps.</param>
    public static SoftmaxRegression Fit(
        IReadOnlyList<double[]> features, IReadOnlyList<int> labels, int numClasses, double penalty, int numSteps)
    {
        var width = features[0].Length;
        var mean = new double[width];
        var scale = new double[width];
        for (var f = 0; f < width; f++)
        {
            mean[f] = features.Average(row => row[f]);
            var deviation = Math.Sqrt(features.Average(row => Math.Pow(row[f] - mean[f], 2)));
            scale[f] = deviation > 1e-9 ? 1 / deviation : 0;
        }

        using var scope = NewDisposeScope();
        var x_EF = tensor(features.SelectMany(row => Standardised(row, mean, scale)).ToArray(), [features.Count, width]);
        var y_E = tensor(labels.Select(label => (long)label).ToArray());
        var balance_K = tensor(ClassBalance.PerClass(labels, numClasses));
        var weights_KF = new Parameter(zeros(numClasses, width));
        var bias_K = new Parameter(zeros(numClasses));
        using var optimizer = optim.AdamW([weights_KF, bias_K], lr: StepSize, weight_decay: 0);
        for (var step = 0; step < numSteps; step++)
        {
            using var stepScope = NewDisposeScope();
            optimizer.zero_grad();
            var logits_EK = nn.functional.linear(x_EF, weights_KF, bias_K);
            var loss = nn.functional.cross_entropy(logits_EK, y_E, balance_K) + (weights_KF.square().sum() * (penalty / 2));
            loss.backward();
            optimizer.step();
        }
        return new SoftmaxRegression(
            mean, scale, weights_KF.detach().data<float>().ToArray(), bias_K.detach().data<float>().ToArray());
    }

    /// <summary>Logits of one example, <c>[class]</c>.</summary>
    public double[] Logits(double[] features)
    {
        var x = Standardised(features, Mean, Scale).ToArray();
        var logits = new double[Bias.Length];
        for (var k = 0; k < logits.Length; k++)
        {
            logits[k] = Bias[k];
            for (var f = 0; f < x.Length; f++)
                logits[k] += (double)Weights[(k * x.Length) + f] * x[f];
        }
        return logits;
    }

    /// <summary>Probabilities from logits, <c>softmax(logits / temperature)</c>.</summary>
    public static double[] Probabilities(double[] logits, double temperature = 1)
    {
        var largest = logits.Max();
        var exponentials = Array.ConvertAll(logits, logit => Math.Exp((logit - largest) / temperature));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, value => value / sum);
    }

    private static IEnumerable<float> Standardised(double[] row, double[] mean, double[] scale) =>
        row.Select((value, f) => (float)((value - mean[f]) * scale[f]));
}
