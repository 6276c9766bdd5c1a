using Auscult.Sweeps.Pruning;
using Auscult.Sweeps.Search;
using Auscult.Sweeps.Space;
using Auscult.Sweeps.Specification;

namespace Auscult.Sweeps.State;

/// <summary>All trials of a sweep, as its events tell them.</summary>
public sealed class SweepBoard
{
    private readonly List<Trial> _trials = [];

    /// <summary>The trials in the order of their numbers.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>Fingerprint of the sweep file; null before the first event.</summary>
    public string? Digest { get; private set; }

    /// <summary>Id of the tracked parent run; null where there is none.</summary>
    public string? ParentRunId { get; private set; }

    /// <summary>The best of the whole trials by <paramref name="metric"/>; null when there is none.</summary>
    public Trial? Best(MetricConfig metric) =>
        _trials.Where(trial => trial is { State: TrialState.Complete, Value: not null }).MinBy(trial => metric.Cost(trial.Value!.Value));

    /// <summary>What a searcher may know before it proposes another trial.</summary>
    public IReadOnlyList<Observation> History(SearchSpace space, MetricConfig metric) => [.. _trials
        .Where(trial => trial.State != TrialState.Failed && (trial.State != TrialState.Pruned || trial.Value is not null))
        .Select(trial => (Trial: trial, Point: space.Parse(trial.Values)))
        .Where(known => known.Point is not null)
        .Select(known => new Observation(
            known.Point!,
            known.Trial.State switch
            {
                TrialState.Complete => ObservationKind.Complete,
                TrialState.Pruned => ObservationKind.Pruned,
                _ => ObservationKind.Running,
            },
            metric.Cost(known.Trial.Value ?? 0),
            known.Trial.Reports.Count))];

    /// <summary>The costs of all trials but one.</summary>
    public IReadOnlyList<TrialCurve> Others(int number, MetricConfig metric) => [.. _trials
        .Where(trial => trial.Number != number && trial.State != TrialState.Failed)
        .Select(trial => new TrialCurve([.. trial.Reports.Select(report => metric.Cost(report.Value))], trial.State == TrialState.Complete))];

    internal void Apply(SweepEvent happened)
    {
        if (happened.Event == SweepEventKind.Created)
        {
            (Digest, ParentRunId) = (happened.Digest, happened.RunId);
            return;
        }
        var number = happened.Trial ?? throw new System.Text.Json.JsonException("an event of no trial");
        if (happened is { Event: SweepEventKind.Started, Values: { } values } && number == _trials.Count)
        {
            _trials.Add(new Trial { Number = number, Values = values, Owner = happened.Owner });
            return;
        }
        if (number < 0 || number >= _trials.Count)
            throw new System.Text.Json.JsonException("an event of a trial that was never started");
        _trials[number] = After(_trials[number], happened);
    }

    private static Trial After(Trial trial, SweepEvent happened) => happened.Event switch
    {
        SweepEventKind.Started => trial with { State = TrialState.Running, Owner = happened.Owner, Attempts = trial.Attempts + 1 },
        // A trial that was repeated passes its steps again; the later value counts.
        SweepEventKind.Reported => trial with
        {
            Reports = [.. trial.Reports.Where(report => report.Step < happened.Step), new TrialReport(happened.Step ?? 0, happened.Value ?? double.NaN)],
        },
        _ => trial with
        {
            State = happened.State ?? TrialState.Failed,
            Value = happened.Value,
            Seconds = trial.Seconds + (happened.Seconds ?? 0),
            Problem = happened.Problem,
            RunId = happened.RunId ?? trial.RunId,
            Owner = null,
        },
    };
}
