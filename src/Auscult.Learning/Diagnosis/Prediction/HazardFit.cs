using static TorchSharp.torch;

// E examples, F features, K intervals
namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>
/// Fits a <see cref="DiscreteHazard"/> by penalised likelihood: a group lasso (Yuan and Lin 2006) over the intervals, so that a feature serves all
/// horizons or none; accelerated proximal steps (Beck and Teboulle 2009). Censored intervals do not count. In each interval onsets and their
/// absence weigh the same, so that the rare early intervals are learned too; the bias is then set right (King and Zeng 2001).
/// </summary>
internal static class HazardFit
{
    private const int PowerSteps = 15;

    // Onsets that are taken for granted in an interval without any.
    private const float Unseen = 0.5f;

    /// <summary>One model per penalty, from the strongest on, each beginning where the one before ended.</summary>
    /// <param name="rows">Examples.</param>
    /// <param name="config">Intervals, penalties, steps.</param>
    public static IReadOnlyList<DiscreteHazard> Path(SurvivalRows rows, PredictionConfig config)
    {
        using var scope = NewDisposeScope();
        var (wanted, counted, priors) = Answers(rows, config.HorizonMinutes);
        var (mean, scale) = Standardisation(rows, counted);
        var (count, width, intervals) = (rows.Features.Count, mean.Length, config.HorizonMinutes.Count);
        if (width == 0)
            return [new DiscreteHazard(mean, scale, [.. priors.Select(_ => Array.Empty<float>())], priors)];
        var (y_EK, m_EK) = (tensor(wanted, [count, intervals]), tensor(counted, [count, intervals]));
        var biases = new float[intervals];
        var pulls = Pulls(rows, mean, scale, y_EK, m_EK, biases);
        int[] kept = [.. Enumerable.Range(0, width).Where(f => pulls[f] > 0).OrderByDescending(f => pulls[f]).Take(config.MaxFeatures).Order()];
        var models = new List<DiscreteHazard>();
        var (x_EF, state) = (Standardised(rows, mean, scale, kept), (float[])[.. new float[intervals * kept.Length], .. biases]);
        var step = 4 / Curvature(x_EF, m_EK.sum([1]).unsqueeze(1), kept.Length);
        foreach (var share in config.PenaltyShares.OrderDescending())
        {
            state = Descend(x_EF, y_EK, m_EK, state, kept.Length, intervals, step, share * pulls.Max(), config.NumSteps);
            var weights = Enumerable.Range(0, intervals).Select(_ => new float[width]).ToArray();
            for (var i = 0; i < intervals * kept.Length; i++)
                weights[i / kept.Length][kept[i % kept.Length]] = state[i];
            models.Add(new DiscreteHazard(mean, scale, weights, [.. state[(intervals * kept.Length)..].Zip(priors, (bias, prior) => bias + prior)]));
        }
        return models;
    }

    /// <summary>Norm of each feature's gradient over the intervals at weights 0: the penalty that just silences it.</summary>
    private static double[] Pulls(SurvivalRows rows, float[] mean, float[] scale, Tensor y_EK, Tensor m_EK, float[] biases)
    {
        using var scope = NewDisposeScope();
        var (width, intervals) = (mean.Length, biases.Length);
        var x_EF = Standardised(rows, mean, scale, [.. Enumerable.Range(0, width)]);
        return GroupNorms(Gradient(x_EF, y_EK, m_EK, [.. new float[intervals * width], .. biases], width), width, intervals);
    }

    private static Tensor Standardised(SurvivalRows rows, float[] mean, float[] scale, int[] kept)
    {
        var values = new float[rows.Features.Count * kept.Length];
        for (var i = 0; i < rows.Features.Count; i++)
        {
            for (var f = 0; f < kept.Length; f++)
                values[(i * kept.Length) + f] = (rows.Features[i][kept[f]] - mean[kept[f]]) * scale[kept[f]];
        }
        return tensor(values, [rows.Features.Count, kept.Length]);
    }

    /// <summary>
    /// Whether the onset lies in each interval, how much that counts (nothing where it is unknown or was answered before), and the log odds of an
    /// onset in each interval.
    /// </summary>
    private static (float[] Wanted, float[] Counted, float[] Priors) Answers(SurvivalRows rows, IReadOnlyList<double> horizons)
    {
        var intervals = horizons.Count;
        var (wanted, counted, priors) = (new float[rows.Outcomes.Count * intervals], new float[rows.Outcomes.Count * intervals], new float[intervals]);
        for (var k = 0; k < intervals; k++)
        {
            var (from, to) = DiscreteHazard.Interval(horizons, k);
            var answers = rows.Outcomes.Select(outcome => outcome.In(from, to)).ToArray();
            var onsets = answers.Zip(rows.Weights).Where(one => one.First == true).Sum(one => one.Second);
            var others = answers.Zip(rows.Weights).Where(one => one.First == false).Sum(one => one.Second);
            priors[k] = (float)Math.Log((onsets + Unseen) / (others + Unseen));
            for (var i = 0; i < answers.Length; i++)
            {
                wanted[(i * intervals) + k] = answers[i] == true ? 1 : 0;
                counted[(i * intervals) + k] = answers[i] is not { } isOnset ? 0 : rows.Weights[i] / (2 * intervals * (isOnset ? onsets : others));
            }
        }
        return (wanted, counted, priors);
    }

    private static float[] Descend(
        Tensor x_EF, Tensor y_EK, Tensor m_EK, float[] start, int width, int intervals, double step, double penalty, int numSteps)
    {
        var (now, ahead, momentum) = (start, (float[])start.Clone(), 1.0);
        for (var i = 0; i < numSteps; i++)
        {
            var gradient = Gradient(x_EF, y_EK, m_EK, ahead, width);
            var next = new float[now.Length];
            for (var j = 0; j < next.Length; j++)
                next[j] = (float)(ahead[j] - (step * gradient[j]));
            var norms = GroupNorms(next, width, intervals);
            for (var f = 0; f < width; f++)
            {
                var shrink = norms[f] <= step * penalty ? 0 : (float)(1 - (step * penalty / norms[f]));
                for (var k = 0; k < intervals; k++)
                    next[(k * width) + f] *= shrink;
            }
            var following = (1 + Math.Sqrt(1 + (4 * momentum * momentum))) / 2;
            for (var j = 0; j < next.Length; j++)
                ahead[j] = (float)(next[j] + ((momentum - 1) / following * (next[j] - now[j])));
            (now, momentum) = (next, following);
        }
        return now;
    }

    /// <summary>Gradient of the weighted mean loss: weights <c>[interval, feature]</c>, then biases.</summary>
    private static float[] Gradient(Tensor x_EF, Tensor y_EK, Tensor m_EK, float[] state, int width)
    {
        using var scope = NewDisposeScope();
        var intervals = state.Length / (width + 1);
        var w_KF = tensor(state[..(intervals * width)], [intervals, width]);
        var b_K = tensor(state[(intervals * width)..]);
        var error_EK = (nn.functional.linear(x_EF, w_KF, b_K).sigmoid() - y_EK) * m_EK;
        var g_KF = error_EK.t().matmul(x_EF).contiguous();
        return [.. g_KF.data<float>(), .. error_EK.sum([0]).contiguous().data<float>()];
    }

    /// <summary>Largest eigenvalue of the weighted second moments, with a bias column.</summary>
    private static double Curvature(Tensor x_EF, Tensor m_E1, int width)
    {
        using var scope = NewDisposeScope();
        var v_F1 = ones(width, 1) / Math.Sqrt(width);
        var largest = 1.0;
        for (var i = 0; i < PowerSteps; i++)
        {
            var next_F1 = x_EF.t().matmul(x_EF.matmul(v_F1) * m_E1);
            largest = Math.Max(1e-6, next_F1.norm().item<float>());
            v_F1 = next_F1 / largest;
        }
        return (1.2 * largest) + m_E1.sum().item<float>();
    }

    private static double[] GroupNorms(float[] state, int width, int intervals)
    {
        var norms = new double[width];
        for (var k = 0; k < intervals; k++)
        {
            for (var f = 0; f < width; f++)
                norms[f] += state[(k * width) + f] * state[(k * width) + f];
        }
        return Array.ConvertAll(norms, Math.Sqrt);
    }

    private static (float[] Mean, float[] Scale) Standardisation(SurvivalRows rows, float[] counted)
    {
        var width = rows.Features[0].Length;
        var intervals = counted.Length / rows.Features.Count;
        var (sums, squares, total) = (new double[width], new double[width], 0.0);
        for (var i = 0; i < rows.Features.Count; i++)
        {
            var weight = Enumerable.Range(0, intervals).Sum(k => counted[(i * intervals) + k]);
            total += weight;
            for (var f = 0; f < width; f++)
            {
                sums[f] += weight * rows.Features[i][f];
                squares[f] += weight * rows.Features[i][f] * rows.Features[i][f];
            }
        }
        var mean = Array.ConvertAll(sums, sum => (float)(sum / total));
        var scale = new float[width];
        for (var f = 0; f < width; f++)
        {
            var deviation = Math.Sqrt(Math.Max(0, (squares[f] / total) - ((double)mean[f] * mean[f])));
            scale[f] = deviation > 1e-4 ? (float)(1 / deviation) : 0;
        }
        return (mean, scale);
    }
}
