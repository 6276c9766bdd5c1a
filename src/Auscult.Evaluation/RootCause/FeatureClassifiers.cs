using System.Numerics.Tensors;
using Auscult.Evaluation.Forests;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.RootCause;

/// <summary>What a simple classifier sees of an example.</summary>
public delegate double[] ExampleFeatures(IncidentExample example);

/// <summary>Always answers with the frequencies of the training classes.</summary>
public sealed class MajorityClassifier : IRootCauseClassifier
{
    private double[] _shares = [];

    /// <inheritdoc/>
    public string Name => "majority";

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; private set; } = [];

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<IncidentExample> train)
    {
        Classes = TrainingClasses.Of(train);
        _shares = [.. Classes.Select(name => (double)train.Count(example => example.FaultClass == name) / train.Count)];
    }

    /// <inheritdoc/>
    public double[] Predict(IncidentExample example) => [.. _shares];
}

/// <summary>
/// The class of the most similar training example; probabilities fall with the distance to the nearest example of each class.
/// </summary>
/// <param name="name">Name in tables.</param>
/// <param name="features">What it compares, by Euclidean distance after standardisation.</param>
public sealed class NearestNeighbourClassifier(string name, ExampleFeatures features) : IRootCauseClassifier
{
    private FeatureScale _scale = FeatureScale.None;
    private (string Class, double[] Features)[] _train = [];
    private double _unit = 1;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; private set; } = [];

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<IncidentExample> train)
    {
        Classes = TrainingClasses.Of(train);
        var rows = train.Select(example => features(example)).ToArray();
        _scale = FeatureScale.Of(rows);
        _train = [.. train.Zip(rows, (example, row) => (example.FaultClass, _scale.Apply(row)))];
        var nearest = _train.Select((a, i) => _train.Where((_, j) => j != i)
            .Select(b => TensorPrimitives.Distance<double>(a.Features, b.Features)).DefaultIfEmpty(1).Min());
        _unit = Math.Max(nearest.Average(), double.Epsilon);
    }

    /// <inheritdoc/>
    public double[] Predict(IncidentExample example)
    {
        var row = _scale.Apply(features(example));
        var logits = Classes.Select(label => -_train.Where(other => other.Class == label)
            .Min(other => TensorPrimitives.Distance<double>(row, other.Features)) / _unit).ToArray();
        return SoftmaxRegression.Probabilities(logits);
    }
}

/// <summary>Multinomial logistic regression on standardised features with a fixed penalty.</summary>
/// <param name="name">Name in tables.</param>
/// <param name="features">What it sees.</param>
public sealed class LogisticClassifier(string name, ExampleFeatures features) : IRootCauseClassifier
{
    private const double Penalty = 0.01;
    private const int NumSteps = 200;
    private SoftmaxRegression? _model;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; private set; } = [];

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<IncidentExample> train)
    {
        Classes = TrainingClasses.Of(train);
        var index = Classes.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i, StringComparer.Ordinal);
        _model = SoftmaxRegression.Fit(
            [.. train.Select(example => features(example))], [.. train.Select(example => index[example.FaultClass])],
            Classes.Count, Penalty, NumSteps);
    }

    /// <inheritdoc/>
    public double[] Predict(IncidentExample example) =>
        SoftmaxRegression.Probabilities((_model ?? throw new InvalidOperationException("fit the classifier first")).Logits(features(example)));
}

/// <summary>Control: any order of the training classes, drawn anew for each example.</summary>
/// <param name="seeds">Source of the orders.</param>
public sealed class RandomClassifier(Seeds seeds) : IRootCauseClassifier
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; private set; } = [];

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<IncidentExample> train) => Classes = TrainingClasses.Of(train);

    /// <inheritdoc/>
    public double[] Predict(IncidentExample example)
    {
        var generator = seeds.Child($"random/{example.Id}").Generator();
        double[] weights = [.. Classes.Select(_ => generator.NextDouble() + double.Epsilon)];
        return Array.ConvertAll(weights, weight => weight / weights.Sum());
    }
}

/// <summary>A random forest; see <see cref="RandomForest"/>.</summary>
/// <param name="name">Name in tables.</param>
/// <param name="features">What it sees.</param>
/// <param name="seeds">Source of its bootstrap samples and feature subsets.</param>
public sealed class ForestClassifier(string name, ExampleFeatures features, Seeds seeds) : IRootCauseClassifier
{
    private RandomForest? _forest;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; private set; } = [];

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<IncidentExample> train)
    {
        Classes = TrainingClasses.Of(train);
        var index = Classes.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i, StringComparer.Ordinal);
        // A class may have a handful of examples: leaves must be able to hold one.
        _forest = RandomForest.Fit(
            [.. train.Select(example => features(example))], [.. train.Select(example => index[example.FaultClass])],
            seeds.Child("forest").Generator(), leastLeaf: 1);
    }

    /// <inheritdoc/>
    public double[] Predict(IncidentExample example) =>
        (_forest ?? throw new InvalidOperationException("fit the classifier first")).Predict(features(example));
}

/// <summary>Classes in training examples.</summary>
internal static class TrainingClasses
{
    public static IReadOnlyList<string> Of(IReadOnlyList<IncidentExample> train) =>
        [.. train.Select(example => example.FaultClass).Distinct().Order(StringComparer.Ordinal)];
}

/// <summary>Mean and deviation per feature over training examples.</summary>
internal sealed record FeatureScale(double[] Means, double[] Factors)
{
    public static FeatureScale None { get; } = new([], []);

    public static FeatureScale Of(double[][] rows)
    {
        var width = rows[0].Length;
        var means = Enumerable.Range(0, width).Select(f => rows.Average(row => row[f])).ToArray();
        var factors = Enumerable.Range(0, width).Select(f =>
        {
            var deviation = Math.Sqrt(rows.Average(row => (row[f] - means[f]) * (row[f] - means[f])));
            return deviation > 1e-9 ? 1 / deviation : 0;
        }).ToArray();
        return new FeatureScale(means, factors);
    }

    public double[] Apply(double[] row)
    {
        var scaled = new double[row.Length];
        TensorPrimitives.Subtract<double>(row, Means, scaled);
        TensorPrimitives.Multiply<double>(scaled, Factors, scaled);
        return scaled;
    }
}
