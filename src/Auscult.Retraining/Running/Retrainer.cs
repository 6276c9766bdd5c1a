using System.Globalization;
using Auscult.Retraining.Checks;
using Auscult.Retraining.Data;
using Auscult.Retraining.Decision;
using Auscult.Retraining.Registry;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Running;

/// <summary>
/// One call of a scheduler: plan, check, train, compare, decide, promote. Each stage leaves its result whole or not at all, so a call
/// after a crash goes on where the last one ended; nobody but the last stage touches the champion.
/// </summary>
/// <param name="config">The settings.</param>
/// <param name="folder">Where everything is kept.</param>
/// <param name="work">What is done to data and models.</param>
/// <param name="tracked">Follows along at the tracking store.</param>
/// <param name="clock">Gives times.</param>
/// <param name="say">Takes one line of progress.</param>
public sealed class Retrainer(
    RetrainConfig config, RetrainFolder folder, IRetrainingWork work, TrackedVersions tracked, TimeProvider clock, Action<string> say)
{
    /// <summary>Does what is to be done.</summary>
    /// <param name="vouchedFor">Names of datasets that are taken whatever the check says, refused ones too.</param>
    public RetrainResult Run(IReadOnlySet<string> vouchedFor)
    {
        using var mine = RetrainLock.TryTake(folder.Path, "retrain", clock, out var owner);
        if (mine is null)
            return RetrainResult.Busy(folder.Path, owner);
        if (FinishDecided() is { } finished)
            return Told(finished);
        var book = new DeliveryBook(folder.Lineage.Read());
        var incoming = work.Incoming();
        var fresh = book.New(incoming, config.HeldOutEvery, vouchedFor);
        if (fresh.Count == 0)
        {
            Abandon("its data are gone");
            var refused = book.StillRefused(incoming);
            return Close(new LineageEntry
            {
                Time = clock.GetUtcNow(), Attempt = 0, Event = LineageEvent.NothingNew, Champion = folder.Registry.Champion,
                Reason = refused.Count == 0 ? "no new data" : $"no new data; refused before: {string.Join(", ", refused.Select(one => one.Dataset))}",
            });
        }
        return Told(Attempt(Planned(fresh, book), vouchedFor));
    }

    /// <summary>Puts the version back that served before the latest promotion, or another one. Nothing happens when it serves already.</summary>
    /// <param name="to">The version; null: the one before the latest promotion.</param>
    /// <exception cref="Foundation.InputException">There is no such version, or nothing was ever promoted over another one.</exception>
    public RetrainResult RollBack(int? to)
    {
        using var mine = RetrainLock.TryTake(folder.Path, "rollback", clock, out var owner);
        if (mine is null)
            return RetrainResult.Busy(folder.Path, owner);
        FinishDecided();
        var latest = folder.Lineage.Read().LastOrDefault(entry => entry.Event == LineageEvent.Promoted);
        var target = to ?? latest?.Parent ?? throw new Foundation.InputException(
            "no version was promoted over another one", folder.Path, remedy: "give --to VERSION");
        var champion = Serving();
        if (champion == target)
            return new RetrainResult(Entry: null, Invariant($"version {target} serves already; nothing was done"));
        if (to is null && champion != latest!.Champion)
        {
            return new RetrainResult(Entry: null, Invariant(
                $"the promotion of version {latest.Champion} was taken back before; version {champion} serves; nothing was done"));
        }
        folder.Registry.Serve(target);
        var entry = new LineageEntry
        {
            Time = clock.GetUtcNow(), Attempt = 0, Event = LineageEvent.RolledBack, Champion = target, Parent = champion,
            Reason = champion is null ? Invariant($"version {target} was put in place by hand") : Invariant($"version {champion} was taken back by hand"),
        };
        tracked.MoveAlias(entry);
        return Close(entry);
    }

    // A link that leads nowhere must not keep a rollback from mending it.
    private int? Serving()
    {
        try
        {
            return folder.Registry.Champion;
        }
        catch (Foundation.InputException)
        {
            return null;
        }
    }

    private AttemptPlan Planned(IReadOnlyList<Delivery> fresh, DeliveryBook book)
    {
        var plan = new AttemptPlan
        {
            Number = 1 + folder.Lineage.Read().Select(entry => entry.Attempt).Concat(folder.Registry.Numbers).DefaultIfEmpty().Max(),
            Began = clock.GetUtcNow(), Tries = 1, Champion = folder.Registry.Champion, Settings = work.Settings, New = fresh,
            Known = [.. book.Taken.TakeLast(Math.Max(0, config.KeepDeliveries - fresh.Count))],
        };
        if (folder.Attempt.ReadPlan() is { } begun)
        {
            if (begun.IsSameAs(plan))
            {
                plan = begun with { Tries = begun.Tries + 1 };
                say(Invariant($"going on with attempt {plan.Number}"));
            }
            else
            {
                Abandon("data or settings have changed");
                plan = plan with { Number = Math.Max(plan.Number, begun.Number + 1) };
            }
        }
        folder.Attempt.Write(plan);
        return plan;
    }

    private LineageEntry Attempt(AttemptPlan plan, IReadOnlySet<string> vouchedFor)
    {
        if (plan.Tries > config.MaxTries)
        {
            var reason = Invariant($"the attempt ended without a word {config.MaxTries} times");
            return Finish(plan, [.. plan.New.Select(delivery => DataCheck.Unreadable(delivery, reason))], comparison: null, ruling: null);
        }
        try
        {
            var champion = folder.ChampionFolder;
            var seen = folder.Attempt.Checked(() => [.. plan.New.Select(delivery =>
            {
                say($"checking {delivery.Dataset}");
                var found = delivery.Problem is { } problem ? DataCheck.Unreadable(delivery, problem) : work.Check(delivery, champion);
                return found.Refusals.Count > 0 && delivery.Problem is null && vouchedFor.Contains(delivery.Dataset)
                    ? found with { Refusals = [], Notes = [.. found.Notes, $"taken by hand in spite of: {found.Reason}"] } : found;
            })]);
            var data = new AttemptData(plan, [.. seen.Where(one => one.Refusals.Count == 0).Select(one => one.Delivery)]);
            if (data.Taken.Count == 0)
                return Finish(plan, seen, comparison: null, ruling: null);
            folder.Attempt.Trained(() =>
            {
                say(Invariant($"training version {plan.Number}"));
                work.Train(data, champion, folder.Attempt.Challenger);
            });
            var comparison = folder.Attempt.Compared(() =>
            {
                say(Invariant($"comparing version {plan.Number} with {(plan.Champion is { } known ? $"the champion, version {known}" : "nothing")}"));
                return work.Compare(data, champion, folder.Attempt.Challenger);
            });
            var ruling = folder.Attempt.Decided(() => PromotionRule.Decide(comparison, champion is not null, config));
            return Finish(plan, seen, comparison, ruling);
        }
        catch (OperationCanceledException)
        {
            // Somebody asked for the end: that is no crash.
            folder.Attempt.Write(plan with { Tries = plan.Tries - 1 });
            throw;
        }
    }

    /// <summary>Finishes an attempt that was decided before a crash; null when there is none.</summary>
    private LineageEntry? FinishDecided()
    {
        if (folder.Attempt.ReadPlan() is not { } plan)
            return null;
        if (folder.Lineage.Read().Any(entry => entry.Attempt == plan.Number))
        {
            folder.Attempt.Remove();
            return null;
        }
        return folder.Attempt.IsDecided
            ? Finish(
                plan, folder.Attempt.Checked(Missing<CheckedDelivery[]>), folder.Attempt.Compared(Missing<Comparison>),
                folder.Attempt.Decided(Missing<Ruling>))
            : null;
    }

    private LineageEntry Finish(AttemptPlan plan, CheckedDelivery[] seen, Comparison? comparison, Ruling? ruling)
    {
        var taken = seen.Where(one => one.Refusals.Count == 0).ToArray();
        var data = new AttemptData(plan, [.. taken.Select(one => one.Delivery)]);
        if (ruling is not null)
        {
            folder.Registry.Add(folder.Attempt.Challenger, new ModelVersion
            {
                Number = plan.Number, Made = clock.GetUtcNow(), Parent = plan.Champion, Data = data.Digest, Verdict = ruling.Verdict,
                Reason = ruling.Reason, Comparison = comparison!,
            });
            if (ruling.Verdict == Verdict.Promote)
                folder.Registry.Serve(plan.Number);
        }
        var entry = new LineageEntry
        {
            Time = clock.GetUtcNow(), Attempt = plan.Number, Champion = ruling?.Verdict == Verdict.Promote ? plan.Number : plan.Champion,
            Event = ruling?.Verdict switch
            {
                Verdict.Promote => LineageEvent.Promoted,
                Verdict.Keep => LineageEvent.Kept,
                Verdict.Reject => LineageEvent.Rejected,
                _ => LineageEvent.Refused,
            },
            Reason = ruling?.Reason ?? string.Join("; ", seen.Select(one => $"{one.Delivery.Dataset}: {one.Reason}")),
            Challenger = ruling is null ? null : plan.Number, Parent = plan.Champion, Data = ruling is null ? "" : data.Digest,
            Taken = ruling is null ? [] : data.Taken, Comparison = comparison,
            Refused = [.. seen.Where(one => one.Refusals.Count > 0).Select(one => new RefusedDelivery(one.Delivery, one.Reason))],
            Notes = [.. seen.SelectMany(one => one.Notes.Select(note => $"{one.Delivery.Dataset}: {note}"))],
            Drift = [.. seen.SelectMany(one => one.Drift).GroupBy(drift => drift.What, StringComparer.Ordinal)
                .Select(same => same.MinBy(drift => (drift.P, -drift.Distance))!)],
        };
        if (ruling is not null)
            tracked.Record(entry);
        Close(entry);
        folder.Attempt.Remove();
        folder.Registry.Prune(config.KeepVersions);
        return entry;
    }

    private void Abandon(string why)
    {
        if (folder.Attempt.ReadPlan() is not { } plan)
            return;
        Close(new LineageEntry
        {
            Time = clock.GetUtcNow(), Attempt = plan.Number, Event = LineageEvent.Abandoned, Reason = $"unfinished, and {why}",
            Champion = folder.Registry.Champion,
        });
        folder.Attempt.Remove();
    }

    private RetrainResult Close(LineageEntry entry)
    {
        folder.Lineage.Append(entry);
        return Told(entry);
    }

    private static RetrainResult Told(LineageEntry entry) => new(entry, entry.Event switch
    {
        LineageEvent.Promoted => Invariant($"version {entry.Champion} is the champion now: {entry.Reason}"),
        LineageEvent.Kept or LineageEvent.Rejected => Invariant(
            $"version {entry.Champion} stays the champion; version {entry.Challenger}: {entry.Reason}"),
        LineageEvent.RolledBack => Invariant($"version {entry.Champion} is the champion now: {entry.Reason}"),
        _ => $"{(entry.Champion is { } champion ? Invariant($"version {champion} stays the champion") : "there is no champion yet")}: {entry.Reason}",
    });

    private static T Missing<T>() => throw new InvalidOperationException("an attempt that was decided lacks a result");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
