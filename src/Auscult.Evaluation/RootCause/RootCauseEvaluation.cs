using System.ComponentModel.DataAnnotations;
using Auscult.Evaluation.Metrics;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.RootCause;

/// <summary>How root causes are evaluated; <c>configs/evaluate/*.yaml</c> under <c>root_cause</c>.</summary>
public sealed record RootCauseEvaluationConfig
{
    /// <summary>Folds by occurrence, and at most so many by recording. Default 5.</summary>
    [Range(2, int.MaxValue)]
    public int NumFolds { get; init; } = 5;

    /// <summary>Refits on shuffled labels that give the range of chance. Default 10.</summary>
    [Range(2, int.MaxValue)]
    public int NumPermutations { get; init; } = 10;

    /// <summary>Whether to judge the intervals that a detector finds, too. Default true.</summary>
    public bool Blind { get; init; } = true;

    /// <summary>Quantile of held-out training scores that is the threshold of that detector. Default 0.99.</summary>
    [Range(0.5, 1.0)]
    public double BlindLevel { get; init; } = 0.99;
}

/// <summary>A classifier that takes part.</summary>
/// <param name="Create">Makes it for one fold; it may look at the fold's training rows only.</param>
/// <param name="Note">What the reader must know about it, or null.</param>
/// <param name="IsControl">True for those that see no telemetry: their figure is what the others must beat.</param>
/// <param name="IsTrained">False for fixed rules: with shuffled labels the answers stay, so the truths are shuffled instead.</param>
public sealed record RootCauseEntrant(
    Func<RootCauseFold, IRootCauseClassifier> Create, string? Note = null, bool IsControl = false, bool IsTrained = true);

/// <summary>Runs classifiers under a split, with the controls without which their figures mean nothing.</summary>
/// <param name="config">Options.</param>
/// <param name="seeds">Bootstrap and shuffled labels.</param>
public sealed class RootCauseEvaluation(RootCauseEvaluationConfig config, Seeds seeds)
{
    /// <summary>Judges every entrant.</summary>
    /// <param name="task">The split.</param>
    /// <param name="entrants">Controls first.</param>
    /// <param name="blind">Finds intervals; null leaves the blind rows out.</param>
    /// <param name="progress">Told the name of each classifier before it runs.</param>
    /// <param name="stop">Ends between two classifiers.</param>
    public RootCauseResults Run(
        RootCauseTask task, IReadOnlyList<RootCauseEntrant> entrants, BlindIntervals? blind = null,
        Action<string>? progress = null, CancellationToken stop = default)
    {
        var alarms = blind is null ? null : task.Folds.Select(fold => blind.Find(task.Frame, fold.TrainRows)).ToArray();
        var rows = new List<RootCauseRow>();
        foreach (var entrant in entrants)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(entrant.Create(task.Folds[0]).Name);
            var measured = Measure(task, entrant, alarms);
            var verdict = entrant.IsControl ? null : Verdict(measured.Known, rows.Where(row => row.Note == ControlNote));
            rows.Add(measured.Known with { MeansNothing = verdict });
            if (measured.Blind is { } found)
                rows.Add(found with { MeansNothing = verdict });
        }
        var classes = task.Classes;
        return new RootCauseResults
        {
            Split = task.Split,
            Classes = classes,
            ClassCounts = [.. classes.Select(label => task.Folds.Sum(fold => fold.Test.Count(example => example.FaultClass == label)))],
            BlindDetector = blind?.Name,
            Rows = rows,
        };
    }

    /// <summary>The note of control rows.</summary>
    public const string ControlNote = "control: sees no telemetry";

    /// <summary>Judges one entrant, with the controls of its own: rows before the faults, shuffled labels.</summary>
    /// <param name="task">The split.</param>
    /// <param name="entrant">A classifier, or a control, which gets neither controls nor a blind row.</param>
    /// <param name="alarms">Detected intervals per fold, for the blind row; null leaves it out.</param>
    internal RootCauseOutcome Measure(RootCauseTask task, RootCauseEntrant entrant, IReadOnlyList<RowRange>[]? alarms)
    {
        var name = entrant.Create(task.Folds[0]).Name;
        var judged = Judge(task, entrant, alarms);
        var known = Row(task, name, entrant, "known", judged.Known) with
        {
            FaultFree = entrant.IsControl ? null : FaultFree(task, entrant),
            Chance = entrant.IsControl ? null : entrant.IsTrained ? Chance(task, entrant) : ChanceOfTruths(task, judged.Known),
        };
        var blind = judged.Blind is { } found && !entrant.IsControl ? Row(task, name, entrant, "blind", found) : null;
        return new RootCauseOutcome(known, blind, judged.Known);
    }

    private static (List<Judgement> Known, List<Judgement>? Blind) Judge(
        RootCauseTask task, RootCauseEntrant entrant, IReadOnlyList<RowRange>[]? alarms)
    {
        var known = new List<Judgement>();
        var blind = alarms is null ? null : new List<Judgement>();
        for (var k = 0; k < task.Folds.Count; k++)
        {
            var classifier = entrant.Create(task.Folds[k]);
            classifier.Fit(task.Folds[k].Train);
            foreach (var example in task.Folds[k].Test)
            {
                known.Add(Judgement.Of(classifier, example.FaultClass, example));
                blind?.Add(Judgement.Of(classifier, example.FaultClass, Intervals.AsDetected(example, alarms![k], task.Frame.Schema)));
            }
        }
        return (known, blind);
    }

    private Figure FaultFree(RootCauseTask task, RootCauseEntrant entrant)
    {
        var judgements = new List<Judgement>();
        foreach (var fold in task.Folds)
        {
            var train = fold.Train.Select(Intervals.BeforeFault).OfType<IncidentExample>().ToArray();
            if (train.Select(example => example.FaultClass).Distinct().Count() < 2)
                continue;
            var classifier = entrant.Create(fold);
            classifier.Fit(train);
            judgements.AddRange(fold.Test.Select(Intervals.BeforeFault).OfType<IncidentExample>()
                .Select(example => Judgement.Of(classifier, example.FaultClass, example)));
        }
        var classes = task.Classes;
        return Judgements.WithInterval(judgements, all => Judgements.MacroF1(classes, all), seeds.Child("fault-free").Generator());
    }

    private ConfidenceInterval Chance(RootCauseTask task, RootCauseEntrant entrant)
    {
        var generator = seeds.Child("shuffled labels").Generator();
        var classes = task.Classes;
        var values = new List<double>();
        for (var permutation = 0; permutation < config.NumPermutations; permutation++)
        {
            var judgements = new List<Judgement>();
            foreach (var fold in task.Folds)
            {
                var labels = fold.Train.ToArray();
                generator.Shuffle(labels);
                var classifier = entrant.Create(fold);
                classifier.Fit([.. fold.Train.Zip(labels, (example, label) => example with { FaultClass = label.FaultClass, Layer = label.Layer })]);
                judgements.AddRange(fold.Test.Select(example => Judgement.Of(classifier, example.FaultClass, example)));
            }
            values.Add(Judgements.MacroF1(classes, judgements));
        }
        return Bootstrap.IntervalOf(values);
    }

    private ConfidenceInterval ChanceOfTruths(RootCauseTask task, IReadOnlyList<Judgement> judgements)
    {
        var generator = seeds.Child("shuffled labels").Generator();
        var classes = task.Classes;
        return Bootstrap.IntervalOf(Enumerable.Range(0, config.NumPermutations).Select(_ =>
        {
            string[] truths = [.. judgements.Select(judgement => judgement.Truth)];
            generator.Shuffle(truths);
            return Judgements.MacroF1(classes, [.. judgements.Zip(truths, (judgement, truth) => judgement with { Truth = truth })]);
        }));
    }

    private RootCauseRow Row(RootCauseTask task, string name, RootCauseEntrant entrant, string interval, List<Judgement> judgements)
    {
        var classes = task.Classes;
        var matrix = Judgements.Matrix(classes, judgements);
        return new RootCauseRow
        {
            Classifier = name,
            Note = entrant.IsControl ? ControlNote : entrant.Note,
            Interval = interval,
            Incidents = judgements.Count,
            Missed = judgements.Count(judgement => judgement.Answer is null),
            MacroF1 = Judgements.WithInterval(judgements, all => Judgements.MacroF1(classes, all), seeds.Child("macro f1").Generator()),
            BalancedAccuracy = Judgements.WithInterval(
                judgements, all => Judgements.Matrix(classes, all).BalancedAccuracy, seeds.Child("balanced accuracy").Generator()),
            Others = Judgements.Others(judgements),
            Recalls = [.. Enumerable.Range(0, classes.Count).Select(matrix.RecallOf)],
            Confusion = [.. Enumerable.Range(0, classes.Count).Select(truth => (IReadOnlyList<int>)
                [.. Enumerable.Range(0, classes.Count).Select(prediction => matrix[truth, prediction]), matrix.Unanswered(truth)])],
        };
    }

    private static string? Verdict(RootCauseRow row, IEnumerable<RootCauseRow> controls) => ControlVerdict.Of(
        row.MacroF1.Value, row.MacroF1.Low, row.Chance?.High ?? 0,
        [
            .. row.FaultFree is { } faultFree ? new[] { ("rows before the faults give", faultFree.Value) } : [],
            .. controls.Select(control => ($"{control.Classifier} gives", control.MacroF1.Value)),
        ]);
}

/// <summary>One classifier's rows and what they rest on.</summary>
/// <param name="Known">Its row at known intervals.</param>
/// <param name="Blind">Its row at detected intervals, or null.</param>
/// <param name="Judgements">One per judged incident at known intervals, fold after fold.</param>
internal sealed record RootCauseOutcome(RootCauseRow Known, RootCauseRow? Blind, IReadOnlyList<Judgement> Judgements);
