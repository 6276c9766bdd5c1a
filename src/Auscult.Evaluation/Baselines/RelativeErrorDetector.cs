using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>Options of <see cref="RelativeErrorDetector"/>.</summary>
public sealed record RelativeErrorConfig
{
    /// <summary>Rows after which a signal's usual error has followed most of a lasting change. Default 250.</summary>
    public double MemoryRows { get; init; } = 250;

    /// <summary>A larger error counts as this many times the usual one in what is usual from then on. Default 30.</summary>
    public double ErrorLimit { get; init; } = 30;

    /// <summary>
    /// A signal's error of more than this many times the usual one grows with its logarithm only: a signal that hardly moved in training
    /// does not drown all others. Default 1000.
    /// </summary>
    public double SoftLimit { get; init; } = 1000;

    /// <summary>Least usual error, in squared deviations. Default 0.01.</summary>
    public double LeastError { get; init; } = 0.01;

    /// <summary>Smoothing of both scores.</summary>
    public SmoothingConfig Smoothing { get; init; } = new() { Rows = [2, 8, 32], IsArithmetic = true };
}

/// <summary>
/// The errors that another detector finds, each in units of what is usual for its signal, so that signals that are hard to predict do not
/// drown the others. The score is the geometric mean of two: relative to the training rows, and relative to the recent past, which
/// forgives a lasting change after a while.
/// </summary>
/// <remarks>The recent past begins anew with every recording, from what was usual in training.</remarks>
public sealed class RelativeErrorDetector : IAnomalyDetector, ISignalEvidence
{
    private const int MaxFittedEntities = 16;
    private readonly IAnomalyDetector _inner;
    private readonly ISignalEvidence _errors;
    private readonly RelativeErrorConfig _config;
    private double[] _usual = [];

    /// <param name="inner">Gives squared errors per signal; in units of training deviations, for the default options.</param>
    /// <param name="config">Options; defaults when null.</param>
    /// <exception cref="InputException">A number is not positive.</exception>
    public RelativeErrorDetector(IAnomalyDetector inner, RelativeErrorConfig? config = null)
    {
        (_inner, _config) = (inner, config ?? new RelativeErrorConfig());
        _errors = inner as ISignalEvidence ?? throw new ArgumentException($"{inner.Name} gives no errors per signal", nameof(inner));
        if (!(_config.MemoryRows >= 1) || !(_config.ErrorLimit > 0) || !(_config.LeastError > 0) || !(_config.SoftLimit > 0))
            throw new InputException("relative errors need a memory of at least one row and positive limits");
    }

    /// <inheritdoc/>
    public string Name => $"{_inner.Name}-relative";

    /// <inheritdoc/>
    public bool IsCausal => _inner.IsCausal;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        _inner.Fit(frame, train);
        var entities = train.Select(range => range.Entity).Distinct().ToArray();
        var stride = (entities.Length + MaxFittedEntities - 1) / MaxFittedEntities;
        var width = frame.Schema.Signals.Count;
        var (sums, rows) = (new double[width], 0L);
        foreach (var entity in entities.Where((_, i) => i % stride == 0))
        {
            var errors = _errors.Contributions(frame, entity);
            foreach (var range in train.Where(range => range.Entity == entity))
            {
                for (var i = range.FirstRow * width; i < range.EndRow * width; i++)
                    sums[i % width] += errors[i];
                rows += range.RowCount;
            }
        }
        _usual = Array.ConvertAll(sums, sum => sum / Math.Max(1, rows));
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var errors = Errors(frame, entity);
        var (fixedUnits, recentUnits) = (new float[frame.Schema.RowCount], new float[frame.Schema.RowCount]);
        foreach (var segment in frame.Schema.Segments)
            Relate(errors, segment, fixedUnits, recentUnits);
        SmoothedDetector.Smooth(frame.Schema, fixedUnits, _config.Smoothing);
        SmoothedDetector.Smooth(frame.Schema, recentUnits, _config.Smoothing);
        return [.. fixedUnits.Zip(recentUnits, (a, b) => MathF.Sqrt(a) * MathF.Sqrt(b))];
    }

    /// <summary>Disposes the detector underneath.</summary>
    public void Dispose() => _inner.Dispose();

    /// <summary>Errors relative to the training rows.</summary>
    public float[] Contributions(Frame frame, int entity)
    {
        var errors = Errors(frame, entity);
        for (var i = 0; i < errors.Length; i++)
            errors[i] = (float)(errors[i] / (_usual[i % _usual.Length] + _config.LeastError));
        return errors;
    }

    private float[] Errors(Frame frame, int entity) => _usual.Length > 0
        ? _errors.Contributions(frame, entity)
        : throw new InvalidOperationException("fit the detector before scoring");

    private double Limited(double ratio) => _config.SoftLimit * Math.Log(1 + (ratio / _config.SoftLimit));

    private void Relate(float[] errors, FrameSegment segment, float[] fixedUnits, float[] recentUnits)
    {
        double[] recent = [.. _usual];
        var width = recent.Length;
        for (var row = segment.FirstRow; row < segment.EndRow; row++)
        {
            var (byTraining, byRecent) = (0.0, 0.0);
            for (var signal = 0; signal < width; signal++)
            {
                var error = errors[(row * width) + signal];
                var unit = recent[signal] + _config.LeastError;
                byTraining += Limited(error / (_usual[signal] + _config.LeastError));
                byRecent += Limited(error / unit);
                recent[signal] += (Math.Min(error, _config.ErrorLimit * unit) - recent[signal]) / _config.MemoryRows;
            }
            (fixedUnits[row], recentUnits[row]) = ((float)(byTraining / width), (float)(byRecent / width));
        }
    }
}
