using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Heads;

/// <summary>A signal and how strongly it speaks for a cause.</summary>
/// <param name="Signal">Name.</param>
/// <param name="Shift">Median shift in asinh units of the context's spread; its sign tells the direction.</param>
public sealed record SignalShift(string Signal, double Shift);

/// <summary>
/// Says class and layer of a fault from the encoder's embedding of the interval, relative to that of its context, and from robust
/// shifts of the signals. Penalty and temperature are chosen by cross-validation within the training examples, so the
/// probabilities are calibrated without other data.
/// </summary>
public sealed class RootCauseHead : IRootCauseClassifier
{
    private readonly Frame _frame;
    private readonly RootCauseConfig _config;
    private readonly ShiftFeatures _shifts;
    private readonly IntervalEmbedding? _embedding;
    private readonly Seeds _seeds;
    private readonly Dictionary<RowRange, float[]> _embeddings = [];
    private RootCauseModel? _model;

    /// <param name="frame">The values.</param>
    /// <param name="scaler">Scales of the signals, fitted on training rows.</param>
    /// <param name="embedding">The encoder's view; may be null when the configuration looks at shifts only.</param>
    /// <param name="config">What to look at and how to learn.</param>
    /// <param name="seeds">Decides the folds of the inner cross-validation.</param>
    public RootCauseHead(Frame frame, RobustScaler scaler, IntervalEmbedding? embedding, RootCauseConfig config, Seeds seeds)
    {
        if (embedding is null && config.Features != RootCauseFeatures.Shifts)
            throw new ArgumentException("embeddings are wanted but there is no encoder", nameof(embedding));
        (_frame, _config, _embedding, _seeds) = (frame, config, embedding, seeds);
        _shifts = new ShiftFeatures(frame, scaler);
    }

    /// <inheritdoc/>
    public string Name => _config.Features switch
    {
        RootCauseFeatures.Embedding => "encoder-embedding",
        RootCauseFeatures.Shifts => "encoder-shifts",
        _ => "encoder",
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => _model?.Classes ?? [];

    /// <summary>What was learned, for saving; null before fitting.</summary>
    public RootCauseModel? Model => _model;

    /// <summary>Takes over what another head, over the same features, has learned.</summary>
    public void Restore(RootCauseModel model) => _model = model;

    /// <inheritdoc/>
    /// <exception cref="InputException">There are fewer than two classes.</exception>
    public void Fit(IReadOnlyList<IncidentExample> train)
    {
        var classes = train.Select(example => example.FaultClass).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (classes.Length < 2)
        {
            throw new InputException(
                $"the training rows hold incidents of {classes.Length} class(es)", remedy: "root causes need at least two classes to tell apart");
        }
        var features = train.Select(Features).ToArray();
        var labels = train.Select(example => Array.IndexOf(classes, example.FaultClass)).ToArray();
        var folds = InnerFolds.Deal(train, labels, _config.NumFolds, _seeds);
        var (penalty, temperature) = Calibration.Choose(features, labels, classes.Length, folds, _config);
        var layers = Enum.GetValues<Layer>();
        _model = new RootCauseModel
        {
            Classes = classes,
            LayerShares = [.. classes.Select(name => layers.Select(layer =>
                train.Count(e => e.FaultClass == name && e.Layer == layer) / (double)train.Count(e => e.FaultClass == name)).ToArray())],
            Features = _config.Features,
            Penalty = penalty,
            Temperature = temperature,
            Regression = SoftmaxRegression.Fit(features, labels, classes.Length, penalty, _config.NumSteps),
        };
    }

    /// <inheritdoc/>
    public double[] Predict(IncidentExample example)
    {
        var model = _model ?? throw new InvalidOperationException("the head has not been fitted");
        return SoftmaxRegression.Probabilities(model.Regression.Logits(Features(example)), model.Temperature);
    }

    /// <summary>
    /// Probability of each layer, in the order of <see cref="Layer"/>: the classes' probabilities, dealt to their layers.
    /// </summary>
    public double[] PredictLayers(IncidentExample example)
    {
        var classes = Predict(example);
        var layers = new double[Enum.GetValues<Layer>().Length];
        for (var k = 0; k < classes.Length; k++)
        {
            for (var l = 0; l < layers.Length; l++)
                layers[l] += classes[k] * _model!.LayerShares[k][l];
        }
        return layers;
    }

    /// <summary>Signals by the size of their shift, largest first: the evidence behind a verdict.</summary>
    public IReadOnlyList<SignalShift> RankSignals(IncidentExample example)
    {
        var shifts = _shifts.Of(example);
        return [.. _frame.Schema.Signals
            .Select((signal, s) => new SignalShift(signal.Name, shifts[(s * ShiftFeatures.PerSignal) + 1]))
            .OrderByDescending(shift => Math.Abs(shift.Shift)).ThenBy(shift => shift.Signal, StringComparer.Ordinal)];
    }

    private double[] Features(IncidentExample example)
    {
        var features = new List<double>();
        if (_config.Features != RootCauseFeatures.Shifts)
        {
            var (fault, context) = (Embed(example.Fault), Embed(example.Context));
            features.AddRange(fault.Select((value, i) => (double)value - context[i]));
        }
        if (_config.Features != RootCauseFeatures.Embedding)
            features.AddRange(_shifts.Of(example));
        return [.. features];
    }

    private float[] Embed(RowRange rows)
    {
        if (!_embeddings.TryGetValue(rows, out var embedding))
            _embeddings[rows] = embedding = _embedding!.Of(rows);
        return embedding;
    }
}
