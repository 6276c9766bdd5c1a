using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>One moment to sample.</summary>
/// <param name="Time">Its wall-clock stamp, strictly later than the one before.</param>
/// <param name="Missed">Ticks that were due since the last one and passed unsampled.</param>
/// <param name="Jump">How far the wall clock jumped against the monotonic one since the last tick; zero when it did not.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TickTime(DateTimeOffset Time, int Missed, TimeSpan Jump);

/// <summary>
/// Says when to sample. The schedule follows the monotonic clock, so a wall clock that is set never delays or repeats a tick; the
/// stamps follow the wall clock forward, and when it is set back they continue on the monotonic clock until it has caught up.
/// </summary>
public sealed class TickClock
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _period;
    private readonly long _started;
    private long _due;
    private TimeSpan _lastElapsed;
    private DateTimeOffset _lastWall;
    private DateTimeOffset _lastStamp;

    /// <param name="clock">Both clocks and the timer.</param>
    /// <param name="period">Distance of two ticks; the first one is due at once.</param>
    public TickClock(TimeProvider clock, TimeSpan period)
    {
        (_clock, _period) = (clock, period);
        _started = clock.GetTimestamp();
        _lastWall = clock.GetUtcNow();
        _lastStamp = DateTimeOffset.MinValue;
    }

    /// <summary>When the next tick is due, counted from the first one.</summary>
    public TimeSpan NextDue => _due * _period;

    /// <summary>Waits for the next tick.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<TickTime> NextAsync(CancellationToken cancellation)
    {
        var elapsed = _clock.GetElapsedTime(_started);
        while (elapsed < NextDue)
        {
            await Task.Delay(NextDue - elapsed, _clock, cancellation);
            elapsed = _clock.GetElapsedTime(_started);
        }
        var current = (long)(elapsed / _period);
        var missed = (int)(current - _due);
        _due = current + 1;
        return Stamp(elapsed, missed);
    }

    private TickTime Stamp(TimeSpan elapsed, int missed)
    {
        var wall = _clock.GetUtcNow();
        var passed = elapsed - _lastElapsed;
        var jump = wall - _lastWall - passed;
        if (jump.Duration() < _period / 2)
            jump = TimeSpan.Zero;
        if (_lastStamp == DateTimeOffset.MinValue || wall > _lastStamp + (passed / 2))
            _lastStamp = wall;
        else
            _lastStamp += passed;
        (_lastWall, _lastElapsed) = (wall, elapsed);
        return new TickTime(_lastStamp, missed, jump);
    }
}
