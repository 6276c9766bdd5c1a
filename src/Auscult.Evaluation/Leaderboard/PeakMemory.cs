namespace Auscult.Evaluation.Leaderboard;

/// <summary>Watches how far the process's memory grows: its resident set, every few milliseconds, native memory included.</summary>
/// <remarks>Memory that the runtime kept from before counts as there already, so a small method may show nothing.</remarks>
internal sealed class PeakMemory : IDisposable
{
    private const int PeriodMilliseconds = 5;
    private readonly Timer _timer;
    private readonly long _before;
    private long _peak;

    public PeakMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _before = _peak = Environment.WorkingSet;
        _timer = new Timer(_ => Sample(), state: null, PeriodMilliseconds, PeriodMilliseconds);
    }

    /// <summary>Growth since the start, at most, MiB.</summary>
    public double Megabytes
    {
        get
        {
            Sample();
            return (Interlocked.Read(ref _peak) - _before) / 1048576.0;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        var now = Environment.WorkingSet;
        var known = Interlocked.Read(ref _peak);
        while (now > known && Interlocked.CompareExchange(ref _peak, now, known) is var seen && seen != known)
            known = seen;
    }
}
