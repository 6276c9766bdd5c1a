using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// What happens to a training whose process dies or hangs: the others spin until the launcher notices the exit or the collectives time out,
/// then all processes end, and after the time of a restart (longer with a lost host) they begin again at the latest checkpoint.
/// </summary>
/// <param name="config">The training.</param>
/// <param name="interruptions">Processes that will die, in order of time.</param>
/// <param name="ranks">Training processes.</param>
internal sealed class JobRecovery(TrainingJobConfig config, IReadOnlyList<Interruption> interruptions, int ranks)
{
    private int _next;
    private double _stalled;
    private double _restartSeconds = config.RestartTime.TotalSeconds;
    private double _repairedAt;

    /// <summary>The rank that does nothing, or -1.</summary>
    public int Dead { get; private set; } = -1;

    /// <summary>Whether its process is gone, not only stuck.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether no process runs.</summary>
    public bool IsDown { get; private set; }

    /// <summary>The fault behind the latest trouble, or -1.</summary>
    public int Cause { get; private set; } = -1;

    /// <summary>When the launcher ends all processes; infinite when nothing is noticed.</summary>
    public double NoticeAt { get; private set; } = double.PositiveInfinity;

    /// <summary>When the next step can begin.</summary>
    public double UpAt { get; private set; }

    /// <summary>Steps below this one were done before and are repeated.</summary>
    public long RepeatUntil { get; private set; }

    /// <summary>The fault that makes steps be repeated.</summary>
    public int RepeatCause { get; private set; } = -1;

    /// <summary>Whether a collective has made no progress for a tenth of its time-out.</summary>
    public bool IsSuspicious => _stalled > config.HangTimeout.TotalSeconds / 10;

    /// <summary>Seconds until something happens that does not come from the work itself.</summary>
    public double SecondsToEvent(double now)
    {
        var next = _next < interruptions.Count ? interruptions[_next].Second : double.PositiveInfinity;
        var timeout = IsDown ? UpAt : Math.Min(NoticeAt, now + config.HangTimeout.TotalSeconds - _stalled);
        return Math.Max(0, Math.Min(next, timeout <= now ? double.PositiveInfinity : timeout) - now);
    }

    /// <summary>Whether a process is going to be interrupted before a moment.</summary>
    public bool IsExpected(int rank, double until)
    {
        for (var next = _next; next < interruptions.Count && interruptions[next].Second < until; next++)
        {
            if (interruptions[next].Gpu == rank)
                return true;
        }
        return false;
    }

    /// <summary>
    /// The next process that dies by now, or null. What happens while nothing runs, or to other machines, is passed over.
    /// </summary>
    public Interruption? Take(double now)
    {
        while (_next < interruptions.Count && interruptions[_next].Second <= now + 1e-9)
        {
            var interruption = interruptions[_next++];
            if (!IsDown && Dead < 0 && interruption.Gpu < ranks)
                return interruption;
            // A host that has to be repaired delays a restart that is under way.
            if (IsDown && interruption.Gpu < ranks)
                UpAt = Math.Max(UpAt, interruption.RepairedAt);
        }
        return null;
    }

    /// <summary>A process dies or hangs.</summary>
    public void Strike(Interruption interruption, double now)
    {
        (Dead, IsGone, Cause) = (interruption.Gpu, !interruption.IsHang, interruption.Cause);
        if (IsGone)
            NoticeAt = now + (interruption.IsPlanned ? 0 : config.ExitNoticeTime.TotalSeconds);
        _restartSeconds = config.RestartTime.TotalSeconds + (interruption.NodeLost ? config.ColdImageTime.TotalSeconds : 0);
        _repairedAt = interruption.RepairedAt;
    }

    /// <summary>Books time that ranks spent in a collective which did not complete; 0 ends the count.</summary>
    /// <param name="seconds">How much.</param>
    /// <param name="cause">The fault behind it.</param>
    public void Stall(double seconds, int cause)
    {
        _stalled = seconds > 0 ? _stalled + seconds : 0;
        if (seconds > 0 && Dead < 0)
            Cause = cause;
    }

    /// <summary>Whether all processes must end now.</summary>
    public bool MustStop(double now) => !IsDown && (now >= NoticeAt - 1e-9 || _stalled >= config.HangTimeout.TotalSeconds - 1e-9);

    /// <summary>All processes end.</summary>
    /// <param name="now">When.</param>
    /// <param name="step">The step that was under way.</param>
    public void Stop(double now, long step)
    {
        UpAt = Math.Max(now + _restartSeconds, _repairedAt);
        (IsDown, Dead, IsGone) = (true, -1, false);
        (RepeatUntil, RepeatCause) = (Math.Max(RepeatUntil, step), Cause);
    }

    /// <summary>The processes run again.</summary>
    public void Start()
    {
        (IsDown, Dead, IsGone, NoticeAt, _stalled) = (false, -1, false, double.PositiveInfinity, 0);
        (_restartSeconds, _repairedAt) = (config.RestartTime.TotalSeconds, 0);
    }
}
