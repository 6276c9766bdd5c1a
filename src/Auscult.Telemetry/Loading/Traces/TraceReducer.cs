using System.Globalization;
using System.Runtime.InteropServices;
using Auscult.Foundation;

namespace Auscult.Telemetry.Loading.Traces;

/// <summary>What one rank did in one step.</summary>
/// <param name="Start">First moment, microseconds on the trace's clock.</param>
/// <param name="End">Last moment.</param>
/// <param name="Seconds">Time by signal, added up over operations.</param>
internal sealed record TraceStep(double Start, double End, IReadOnlyDictionary<string, double> Seconds);

/// <summary>
/// Adds operation times up per rank, step and kind of operation. A step is what events name in <c>args.step</c>, or the time of an event
/// <c>ProfilerStep#N</c>; operations outside every step are left out and counted.
/// </summary>
/// <param name="rankOf">The rank an event belongs to; null leaves the event out.</param>
internal sealed class TraceReducer(Func<TraceEvent, int?> rankOf)
{
    /// <summary>Microseconds by which a corrected clock may put an end before its beginning.</summary>
    private const double Correction = 1e6;

    /// <summary>Largest time of a clock in microseconds: a few centuries.</summary>
    private const double LongestMicros = 1e16;

    private readonly Dictionary<(string Name, string Category), string?> _signals = [];
    private readonly SortedDictionary<(int Rank, long Step), Sums> _steps = [];
    private readonly SortedDictionary<int, SortedDictionary<long, (double Start, double End)>> _marked = [];
    private readonly Dictionary<int, List<Operation>> _waiting = [];

    /// <summary>Operations that were counted to a step.</summary>
    public long Operations { get; private set; }

    /// <summary>Operations outside every step.</summary>
    public long Outside { get; private set; }

    /// <summary>Operations that ended up to a second before they began; they count as lasting no time.</summary>
    public long Negative { get; private set; }

    /// <summary>Takes an event.</summary>
    /// <exception cref="InputException">Its times cannot be true.</exception>
    public void Take(TraceEvent happened)
    {
        if (happened.Phase != "X" || happened.Start is not { } start || rankOf(happened) is not { } rank)
            return;
        if (Math.Abs(start) > LongestMicros || Math.Abs(happened.Duration ?? 0) > LongestMicros || happened.Duration < -Correction)
        {
            throw new InputException(
                $"ts {start} with dur {happened.Duration} cannot be true", column: "ts", remedy: "leave the event out with --skip-bad");
        }
        if (happened.Duration < 0)
            Negative++;
        var end = start + Math.Max(0, happened.Duration ?? 0);
        if (happened.Name.StartsWith("ProfilerStep#", StringComparison.Ordinal))
        {
            Mark(happened, rank, start, end);
            return;
        }
        if (SignalOf(happened) is not { } signal)
            return;
        if (happened.Step is { } step)
            Add(rank, step, start, end, signal);
        else
        {
            ref var waiting = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiting, rank, out _);
            (waiting ??= []).Add(new Operation(start, end, signal));
        }
    }

    /// <summary>The steps by rank and number, once every event was taken.</summary>
    public IEnumerable<((int Rank, long Step) Key, TraceStep Value)> Steps()
    {
        foreach (var (rank, operations) in _waiting)
            Assign(rank, operations);
        _waiting.Clear();
        foreach (var (key, sums) in _steps)
        {
            var isMarked = _marked.TryGetValue(key.Rank, out var marked) && marked.ContainsKey(key.Step);
            var (start, end) = isMarked ? marked![key.Step] : (sums.Start, sums.End);
            yield return (key, new TraceStep(start, end, sums.Seconds));
        }
    }

    private void Mark(TraceEvent happened, int rank, double start, double end)
    {
        // The device's copy of the annotation ends later; the host's bounds follow each other without a gap.
        if (happened.Category == "gpu_user_annotation"
            || !long.TryParse(happened.Name.AsSpan("ProfilerStep#".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
        {
            return;
        }
        if (!_marked.TryGetValue(rank, out var steps))
            _marked.Add(rank, steps = []);
        steps[step] = (start, end);
        SumsOf(rank, step);
    }

    /// <summary>An operation belongs to the step in which it began.</summary>
    private void Assign(int rank, List<Operation> operations)
    {
        if (!_marked.TryGetValue(rank, out var marked))
        {
            Outside += operations.Count;
            return;
        }
        var starts = marked.Values.Select(bounds => bounds.Start).ToArray();
        var ends = marked.Values.Select(bounds => bounds.End).ToArray();
        long[] steps = [.. marked.Keys];
        Array.Sort((double[])starts.Clone(), steps);
        Array.Sort(starts, ends);
        foreach (var operation in operations)
        {
            var position = Array.BinarySearch(starts, operation.Start);
            position = position >= 0 ? position : ~position - 1;
            if (position >= 0 && operation.Start < ends[position])
                Add(rank, steps[position], operation.Start, operation.End, operation.Signal);
            else
                Outside++;
        }
    }

    private void Add(int rank, long step, double start, double end, string signal)
    {
        var sums = SumsOf(rank, step);
        (sums.Start, sums.End) = (Math.Min(sums.Start, start), Math.Max(sums.End, end));
        ref var seconds = ref CollectionsMarshal.GetValueRefOrAddDefault(sums.Seconds, signal, out _);
        seconds += (end - start) / 1e6;
        Operations++;
    }

    private Sums SumsOf(int rank, long step)
    {
        if (!_steps.TryGetValue((rank, step), out var sums))
            _steps.Add((rank, step), sums = new Sums());
        return sums;
    }

    private string? SignalOf(TraceEvent happened)
    {
        ref var signal = ref CollectionsMarshal.GetValueRefOrAddDefault(_signals, (happened.Name, happened.Category), out var known);
        if (!known)
            signal = TraceOperations.SignalOf(happened.Name, happened.Category);
        return signal;
    }

    private readonly record struct Operation(double Start, double End, string Signal);

    private sealed class Sums
    {
        public double Start { get; set; } = double.PositiveInfinity;

        public double End { get; set; } = double.NegativeInfinity;

        public Dictionary<string, double> Seconds { get; } = new(StringComparer.Ordinal);
    }
}
