namespace Auscult.Telemetry.Tests.Loading.Recorded;

/// <summary>A clock whose wall time and monotonic time move only when told; waiting moves both.</summary>
internal sealed class ManualClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _elapsed;
    private TimeSpan _offset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + _elapsed + _offset;

    public override long GetTimestamp() => _elapsed.Ticks;

    /// <summary>Time passes.</summary>
    public void Advance(double seconds) => _elapsed += TimeSpan.FromSeconds(seconds);

    /// <summary>Somebody sets the wall clock.</summary>
    public void SetWall(double seconds) => _offset += TimeSpan.FromSeconds(seconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            _elapsed += dueTime;
        return new FiredTimer(callback, state);
    }

    private sealed class FiredTimer : ITimer
    {
        public FiredTimer(TimerCallback callback, object? state) => ThreadPool.QueueUserWorkItem(_ => callback(state));

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
