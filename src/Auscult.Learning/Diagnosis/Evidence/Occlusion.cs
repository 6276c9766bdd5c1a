using System.Runtime.InteropServices;
using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Evidence;

/// <summary>A signal of a kind of entity: it is hidden on all entities of the kind at once.</summary>
/// <param name="Kind">Index in <see cref="SiteShifts.Kinds"/>.</param>
/// <param name="Signal">Index in <see cref="KindShifts.Signals"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SignalRef(int Kind, int Signal);

/// <summary>A signal with what hiding it, after those before it were hidden, takes from a verdict.</summary>
/// <param name="Signal">Which.</param>
/// <param name="Contribution">Decrease of what was measured.</param>
public sealed record SignalContribution(SignalRef Signal, double Contribution);

/// <summary>
/// Asks a diagnoser again with signals hidden, as if they had never been exported: what a verdict hangs on, for any diagnoser
/// (deletion, Samek et al. 2017).
/// </summary>
public sealed class Occlusion
{
    // Of the candidates left, those that mattered most alone are tried again at every step.
    private const int TriedAgain = 6;

    private readonly ISiteDiagnoser _diagnoser;
    private readonly Func<SiteJudgement, double> _measure;
    private readonly SiteShifts _window;
    private readonly int[] _last;

    /// <param name="site">Shifts; they are copied.</param>
    /// <param name="moment">The judged moment.</param>
    /// <param name="diagnoser">Fitted.</param>
    /// <param name="measure">What is to decrease, such as the log-odds of the stated class.</param>
    /// <param name="historyMoments">Moments before it that the diagnoser sees as well.</param>
    public Occlusion(SiteShifts site, int moment, ISiteDiagnoser diagnoser, Func<SiteJudgement, double> measure, int historyMoments)
    {
        (_diagnoser, _measure) = (diagnoser, measure);
        var first = Math.Max(0, moment - historyMoments);
        _window = site.Part(first, moment + 1);
        _last = [moment - first];
        Value = Judge();
    }

    /// <summary>What was measured with nothing hidden.</summary>
    public double Value { get; }

    /// <summary>The signals with the largest shifts at the moment, on whatever entity, largest first.</summary>
    /// <param name="count">How many, at most.</param>
    public IReadOnlyList<SignalRef> Moved(int count) =>
        [.. All().Select(signal => (signal, Size: Size(signal))).Where(pair => pair.Size > 0).OrderByDescending(pair => pair.Size).Take(count)
            .Select(pair => pair.signal)];

    /// <summary>All signals.</summary>
    public IEnumerable<SignalRef> All() =>
        _window.Kinds.SelectMany((kind, k) => Enumerable.Range(0, kind.Signals.Count).Select(s => new SignalRef(k, s)));

    /// <summary>What is measured with some signals hidden.</summary>
    public double Without(IReadOnlyCollection<SignalRef> signals)
    {
        var kept = signals.Select(signal => (signal, Cells: Hide(signal))).ToArray();
        var value = Judge();
        foreach (var (signal, cells) in kept.Reverse())
            Restore(signal, cells);
        return value;
    }

    /// <summary>
    /// The signals that a verdict hangs on, most telling first. Each is chosen as the one whose loss takes most from what is left: two that say the
    /// same both get their due, the second after the first is gone.
    /// </summary>
    /// <param name="candidates">Signals that are tried.</param>
    /// <param name="count">How many, at most.</param>
    public IReadOnlyList<SignalContribution> Strongest(IReadOnlyList<SignalRef> candidates, int count)
    {
        var alone = candidates.ToDictionary(signal => signal, signal => Value - Without([signal]));
        var (chosen, hidden, left) = (new List<SignalContribution>(), new List<SignalRef>(), Value);
        while (chosen.Count < count && alone.Count > 0)
        {
            var best = hidden.Count == 0
                ? alone.MaxBy(pair => pair.Value)
                : alone.OrderByDescending(pair => pair.Value).Take(TriedAgain)
                    .Select(pair => KeyValuePair.Create(pair.Key, left - Without([.. hidden, pair.Key]))).MaxBy(pair => pair.Value);
            chosen.Add(new SignalContribution(best.Key, best.Value));
            hidden.Add(best.Key);
            alone.Remove(best.Key);
            left -= best.Value;
        }
        return chosen;
    }

    private double Judge() => _measure(_diagnoser.Judge(_window, _last)[0]);

    private double Size(SignalRef signal)
    {
        var kind = _window.Kinds[signal.Kind];
        var largest = 0.0;
        for (var e = 0; e < kind.Entities.Count; e++)
            largest = Math.Max(largest, ShiftSize.Of(kind.At(_last[0], e).Slice(signal.Signal * KindShifts.Channels, KindShifts.Channels)));
        return largest;
    }

    private float[] Hide(SignalRef signal)
    {
        var kind = _window.Kinds[signal.Kind];
        var kept = new float[kind.Moments * kind.Entities.Count * KindShifts.Channels];
        for (var (m, at) = (0, 0); m < kind.Moments; m++)
        {
            for (var e = 0; e < kind.Entities.Count; e++, at += KindShifts.Channels)
            {
                var cell = kind.Write(m, e).Slice(signal.Signal * KindShifts.Channels, KindShifts.Channels);
                cell.CopyTo(kept.AsSpan(at));
                SiteShiftsViews.Mask(cell);
            }
        }
        return kept;
    }

    private void Restore(SignalRef signal, float[] kept)
    {
        var kind = _window.Kinds[signal.Kind];
        for (var (m, at) = (0, 0); m < kind.Moments; m++)
        {
            for (var e = 0; e < kind.Entities.Count; e++, at += KindShifts.Channels)
                kept.AsSpan(at, KindShifts.Channels).CopyTo(kind.Write(m, e)[(signal.Signal * KindShifts.Channels)..]);
        }
    }
}
