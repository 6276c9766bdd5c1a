using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.RootCause;

/// <summary>The controls and the simple classifiers: what every learned classifier must beat.</summary>
public static class ShiftEntrants
{
    private static readonly Dictionary<string, Func<RootCauseTask, FoldShifts, Seeds, RootCauseEntrant>> Known = new(StringComparer.Ordinal)
    {
        ["random"] = (_, _, seeds) => new(_ => new RandomClassifier(seeds), IsControl: true),
        ["majority"] = (_, _, _) => new(_ => new MajorityClassifier(), IsControl: true),
        ["time-and-length"] = (task, _, _) =>
            new(_ => new LogisticClassifier("time-and-length", Intervals.TimeAndLength(task.Frame.Schema)), IsControl: true),
        ["nearest-neighbour"] = (_, shifts, _) => new(fold => new NearestNeighbourClassifier("nearest-neighbour", shifts.Of(fold))),
        ["logistic-regression"] = (_, shifts, _) => new(fold => new LogisticClassifier("logistic-regression", shifts.Of(fold))),
        ["random-forest"] = (_, shifts, seeds) => new(fold => new ForestClassifier("random-forest", shifts.Of(fold), seeds)),
        ["taxonomy-rules"] = (task, shifts, _) => new(
            fold => new TaxonomyRuleClassifier(task.Frame, shifts.Of(fold), task.Classes),
            "rules that were written before any data: nothing is trained", IsTrained: false),
    };

    /// <summary>All names, controls first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>Those that see no telemetry.</summary>
    public static IReadOnlyList<string> Controls { get; } = ["random", "majority", "time-and-length"];

    /// <summary>Majority and time-and-length as controls, then nearest neighbour and logistic regression on shifts.</summary>
    public static IReadOnlyList<RootCauseEntrant> Of(RootCauseTask task)
    {
        var shifts = new FoldShifts(task);
        return [.. new[] { "majority", "time-and-length", "nearest-neighbour", "logistic-regression" }
            .Select(name => Create(name, task, shifts, new Seeds(1)))];
    }

    /// <summary>One entrant.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="task">The split.</param>
    /// <param name="shifts">Features of the split, shared between entrants.</param>
    /// <param name="seeds">For those that draw random numbers.</param>
    /// <exception cref="InputException">The name is unknown.</exception>
    public static RootCauseEntrant Create(string name, RootCauseTask task, FoldShifts shifts, Seeds seeds) =>
        Known.TryGetValue(name, out var create)
        ? create(task, shifts, seeds)
        : throw new InputException($"unknown classifier '{name}'", remedy: NearestName.Suggest(name, Known.Keys));
}

/// <summary>Shift features per fold, computed once per interval: controls and permutations ask for the same ones again.</summary>
public sealed class FoldShifts(RootCauseTask task)
{
    private readonly Dictionary<RootCauseFold, ExampleFeatures> _folds = new(ReferenceEqualityComparer.Instance);

    /// <summary>The features of a fold, scaled by its training rows.</summary>
    public ExampleFeatures Of(RootCauseFold fold)
    {
        if (_folds.TryGetValue(fold, out var known))
            return known;
        var shifts = new ShiftFeatures(task.Frame, RobustScaler.Fit(task.Frame, fold.TrainRows));
        var computed = new Dictionary<(RowRange, RowRange), double[]>();
        return _folds[fold] = example =>
        {
            if (!computed.TryGetValue((example.Fault, example.Context), out var features))
                computed[(example.Fault, example.Context)] = features = shifts.Of(example);
            return features;
        };
    }
}
