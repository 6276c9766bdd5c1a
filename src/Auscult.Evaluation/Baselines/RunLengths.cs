namespace Auscult.Evaluation.Baselines;

/// <summary>
/// Bayesian online change-point detection (Adams and MacKay 2007) of one series: the probability of every run length since the last
/// change, under normal values of unknown mean and variance (normal-gamma prior, Student t prediction) and a constant hazard.
/// </summary>
internal sealed class RunLengths
{
    private readonly ChangePointPrior _prior;
    private readonly double[] _logs;
    private readonly double[] _means;
    private readonly double[] _betas;
    private readonly int[] _counts;
    private readonly double[] _constants;
    private readonly double _logHazard;
    private readonly double _logStay;

    /// <param name="prior">What a new run is expected to look like.</param>
    /// <param name="meanRunLength">1 / hazard, in rows.</param>
    /// <param name="maxRuns">Run lengths that are told apart; longer ones are counted together with the longest.</param>
    public RunLengths(ChangePointPrior prior, double meanRunLength, int maxRuns)
    {
        _prior = prior;
        (_logHazard, _logStay) = (-Math.Log(meanRunLength), Math.Log(1 - (1 / meanRunLength)));
        (_logs, _means, _betas, _counts) = (new double[maxRuns], new double[maxRuns], new double[maxRuns], new int[maxRuns]);
        // ln of the normalising factor of Student's t without the scale, by the number of values that a run has seen.
        _constants = [.. Enumerable.Range(0, maxRuns + 1).Select(n =>
        {
            var alpha = prior.Alpha + (n / 2.0);
            return MathNet.Numerics.SpecialFunctions.GammaLn(alpha + 0.5) - MathNet.Numerics.SpecialFunctions.GammaLn(alpha);
        })];
        (Count, _means[0], _betas[0]) = (1, prior.Mean, prior.Beta);
    }

    /// <summary>Number of run lengths with a probability, from 0 on.</summary>
    public int Count { get; private set; }

    /// <summary>ln of the probability density that the last value had before it was seen.</summary>
    public double LogPrediction { get; private set; }

    /// <summary>Sees the next value.</summary>
    public void Observe(double x)
    {
        var largest = double.NegativeInfinity;
        for (var i = 0; i < Count; i++)
        {
            _logs[i] += LogStudent(i, x);
            largest = Math.Max(largest, _logs[i]);
            Update(i, x);
        }
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
            sum += Math.Exp(_logs[i] - largest);
        LogPrediction = largest + Math.Log(sum);
        Shift();
        for (var i = 1; i < Count; i++)
            _logs[i] += _logStay - LogPrediction;
        (_logs[0], _means[0], _betas[0], _counts[0]) = (_logHazard, _prior.Mean, _prior.Beta, 0);
    }

    /// <summary>Probability that the run began less than <paramref name="rows"/> values ago.</summary>
    public double ShorterThan(int rows)
    {
        var sum = 0.0;
        for (var i = 0; i < Math.Min(rows, Count); i++)
            sum += Math.Exp(_logs[i]);
        return Math.Min(1, sum);
    }

    /// <summary>Expected mean of the present run.</summary>
    public double Level()
    {
        var level = 0.0;
        for (var i = 0; i < Count; i++)
            level += Math.Exp(_logs[i]) * _means[i];
        return level;
    }

    private double LogStudent(int i, double x)
    {
        var (alpha, kappa) = (_prior.Alpha + (_counts[i] / 2.0), _prior.Kappa + _counts[i]);
        var spread = 2 * _betas[i] * (kappa + 1) / kappa;
        var distance = x - _means[i];
        return _constants[_counts[i]] - (0.5 * Math.Log(Math.PI * spread)) - ((alpha + 0.5) * Math.Log(1 + (distance * distance / spread)));
    }

    private void Update(int i, double x)
    {
        var kappa = _prior.Kappa + _counts[i];
        var distance = x - _means[i];
        _betas[i] += kappa * distance * distance / (2 * (kappa + 1));
        _means[i] += distance / (kappa + 1);
        if (_counts[i] < _constants.Length - 1)
        {
            _counts[i]++;
            return;
        }
        // The longest run remembers as many values as it counts.
        _betas[i] *= (_prior.Alpha + (_counts[i] / 2.0)) / (_prior.Alpha + ((_counts[i] + 1) / 2.0));
    }

    /// <summary>Every run is one longer; the longest one takes in the one that grows into it.</summary>
    private void Shift()
    {
        if (Count == _logs.Length)
        {
            var (last, before) = (_logs[Count - 1], _logs[Count - 2]);
            _logs[Count - 2] = Math.Max(last, before) + Math.Log(1 + Math.Exp(-Math.Abs(last - before)));
            if (last > before)
            {
                (_means[Count - 2], _betas[Count - 2], _counts[Count - 2]) = (_means[Count - 1], _betas[Count - 1], _counts[Count - 1]);
            }
            Count--;
        }
        Array.Copy(_logs, 0, _logs, 1, Count);
        Array.Copy(_means, 0, _means, 1, Count);
        Array.Copy(_betas, 0, _betas, 1, Count);
        Array.Copy(_counts, 0, _counts, 1, Count);
        Count++;
    }
}

/// <summary>Normal-gamma prior of a run's mean and precision.</summary>
/// <param name="Mean">Expected mean.</param>
/// <param name="Kappa">Values that the expected mean is worth.</param>
/// <param name="Alpha">Shape of the precision.</param>
/// <param name="Beta">Rate of the precision.</param>
internal sealed record ChangePointPrior(double Mean, double Kappa, double Alpha, double Beta);
