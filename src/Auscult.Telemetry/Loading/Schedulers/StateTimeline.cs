namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>A value that holds until it changes; changes come in any order.</summary>
/// <param name="initial">The value before the first change; NaN where it is not known.</param>
internal sealed class StateTimeline(double initial)
{
    private readonly List<(long Micros, double Value, bool IsDifference)> _changes = [];

    /// <summary>The value becomes another one.</summary>
    public void Set(long micros, double value) => _changes.Add((micros, value, false));

    /// <summary>The value grows or shrinks.</summary>
    public void Change(long micros, double by) => _changes.Add((micros, by, true));

    /// <summary>
    /// The value at every change and at every step between two moments, both included, in order of time. Of values of one moment the one given
    /// last counts.
    /// </summary>
    public IEnumerable<(long Micros, double Value)> Samples(long first, long last, long step)
    {
        var changes = _changes.OrderBy(change => change.Micros).ToArray();
        var (value, next, tick) = (initial, 0, first);
        while (tick <= last || (next < changes.Length && changes[next].Micros <= last))
        {
            var moment = next < changes.Length && changes[next].Micros <= tick ? changes[next].Micros : tick;
            for (; next < changes.Length && changes[next].Micros == moment; next++)
                value = changes[next].IsDifference ? value + changes[next].Value : changes[next].Value;
            if (moment >= first && moment <= last && !double.IsNaN(value))
                yield return (moment, value);
            while (tick <= moment)
                tick += step;
        }
    }
}
