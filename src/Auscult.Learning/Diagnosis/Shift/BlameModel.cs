using TorchSharp.Modules;
using static TorchSharp.torch;

// I incidents' moments, E entities, F features
namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>
/// Which of the entities of one kind is the culprit: a conditional logit (McFadden 1974), one weight per feature, softmax over the entities.
/// </summary>
/// <param name="Weights"><c>[feature]</c>.</param>
public sealed record BlameModel(float[] Weights)
{
    private const double StepSize = 0.03;

    /// <summary>Fits the weights.</summary>
    /// <param name="cases">For each moment: the features of all entities of the kind, <c>[entity][feature]</c>, and which one is the culprit.</param>
    /// <param name="width">Number of features.</param>
    /// <param name="penalty">Strength of the quadratic penalty.</param>
    /// <param name="numSteps">Optimisation steps.</param>
    public static BlameModel Fit(IReadOnlyList<(float[][] Entities, int Culprit)> cases, int width, double penalty, int numSteps)
    {
        if (cases.Count == 0)
            return new BlameModel(new float[width]);
        using var scope = NewDisposeScope();
        var most = cases.Max(one => one.Entities.Length);
        var features = new float[cases.Count * most * width];
        var absent = new float[cases.Count * most];
        for (var i = 0; i < cases.Count; i++)
        {
            for (var e = 0; e < most; e++)
            {
                if (e < cases[i].Entities.Length)
                    cases[i].Entities[e].CopyTo(features.AsSpan(((i * most) + e) * width, width));
                else
                    absent[(i * most) + e] = -1e9f;
            }
        }
        var x_IEF = tensor(features, [cases.Count, most, width]);
        var absent_IE = tensor(absent, [cases.Count, most]);
        var y_I = tensor(cases.Select(one => (long)one.Culprit).ToArray());
        var weights_F = new Parameter(zeros(1, width));
        using var optimizer = optim.AdamW([weights_F], lr: StepSize, weight_decay: 0);
        for (var step = 0; step < numSteps; step++)
        {
            using var stepScope = NewDisposeScope();
            optimizer.zero_grad();
            var logits_IE = nn.functional.linear(x_IEF, weights_F).squeeze(-1) + absent_IE;
            var loss = nn.functional.cross_entropy(logits_IE, y_I) + (weights_F.square().sum() * (penalty / 2));
            loss.backward();
            optimizer.step();
        }
        return new BlameModel(weights_F.detach().data<float>().ToArray());
    }

    /// <summary>Probability of each entity to be the culprit, given that one of them is.</summary>
    public double[] Probabilities(float[][] entities)
    {
        var logits = Array.ConvertAll(entities, entity =>
        {
            var sum = 0.0;
            for (var f = 0; f < entity.Length; f++)
                sum += entity[f] * Weights[f];
            return sum;
        });
        return Heads.SoftmaxRegression.Probabilities(logits);
    }
}
