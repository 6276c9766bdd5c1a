using Auscult.Learning.Heads;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.RootCause;

/// <summary>The controls and the simple classifiers on shift features: what every learned classifier must beat.</summary>
public static class ShiftEntrants
{
    /// <summary>Majority and time-and-length as controls, then nearest neighbour and logistic regression on shifts.</summary>
    public static IReadOnlyList<RootCauseEntrant> Of(RootCauseTask task)
    {
        var shifts = new CachedShifts(task);
        var timeAndLength = Intervals.TimeAndLength(task.Frame.Schema);
        return
        [
            new(_ => new MajorityClassifier(), IsControl: true),
            new(_ => new LogisticClassifier("time-and-length", timeAndLength), IsControl: true),
            new(fold => new NearestNeighbourClassifier("nearest-neighbour", shifts.Of(fold))),
            new(fold => new LogisticClassifier("logistic-regression", shifts.Of(fold))),
        ];
    }

    /// <summary>Shift features per fold, computed once per interval: controls and permutations ask for the same ones again.</summary>
    private sealed class CachedShifts(RootCauseTask task)
    {
        private readonly Dictionary<RootCauseFold, ExampleFeatures> _folds = new(ReferenceEqualityComparer.Instance);

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
}
