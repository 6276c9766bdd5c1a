using Auscult.Simulation.Configuration;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// Writes checkpoints to the shared storage; every rank writes an equal part. All ranks wait for it, or, when asynchronous, for the copy
/// to the hosts' memory only, and for an earlier checkpoint that is still being written.
/// </summary>
internal sealed class CheckpointWriter
{
    private readonly TrainingWork _work;
    private readonly ClusterLayout _layout;
    private readonly int _ranks;
    private readonly bool _isAsynchronous;
    private double _storageRate;
    private double _copyRate;
    private double _copyLeft;
    private double _writeLeft;
    private double _startedAt;
    private double _written;
    private (long Step, LossCurve.State Loss) _pending;
    private (long Step, LossCurve.State Loss) _writing;
    private bool _isNew;

    public CheckpointWriter(TrainingJobConfig config, TrainingWork work, ClusterLayout layout, int ranks)
    {
        (_work, _layout, _ranks, _isAsynchronous) = (work, layout, ranks, config.AsynchronousCheckpoint);
        Saved = (config.Schedule.FirstStep, default);
        var rate = _isAsynchronous ? HealthyCopyRate : Math.Min(HealthyCopyRate, layout.Config.StorageBytesPerSecond);
        HealthySeconds = work.CheckpointBytes / rate;
    }

    /// <summary>The latest checkpoint that is complete: completed steps, and the state of the loss.</summary>
    public (long Step, LossCurve.State Loss) Saved { get; private set; }

    /// <summary>Time that the ranks wait for a checkpoint on healthy machines.</summary>
    public double HealthySeconds { get; }

    /// <summary>Whether ranks still wait.</summary>
    public bool IsBlocking { get; private set; }

    /// <summary>Duration of the latest checkpoint as the ranks saw it; NaN before the first.</summary>
    public double LatestSeconds { get; private set; } = double.NaN;

    /// <summary>When the latest checkpoint began, seconds after the start of the simulation.</summary>
    public double StartedAt => _startedAt;

    private double HealthyCopyRate => _ranks * _layout.Config.Accelerator.PcieBytesPerSecond * TrainingWork.LinkEfficiency;

    /// <summary>Reads the conditions of a tick.</summary>
    public void Read(int tick, Conditions conditions)
    {
        var storage = conditions.Storage;
        _storageRate = _layout.Config.StorageBytesPerSecond * storage.Quality[0][tick] * (1 - storage.ForeignLoad[0][tick]);
        var (pcie, slowest) = (conditions.Gpu.PcieQuality, 1f);
        for (var rank = 0; rank < _ranks && !pcie.IsNeutral; rank++)
            slowest = Math.Min(slowest, pcie[rank][tick]);
        _copyRate = HealthyCopyRate * slowest;
    }

    /// <summary>Begins a checkpoint.</summary>
    public void Begin(double now, long step, LossCurve.State loss)
    {
        (_startedAt, _pending, IsBlocking, _copyLeft) = (now, (step, loss), true, _work.CheckpointBytes);
    }

    /// <summary>Time until the ranks go on at the present rates; infinite when nothing is written.</summary>
    public double SecondsLeft() => _isAsynchronous
        ? Ratio(_writeLeft, _storageRate) + Ratio(_copyLeft, _copyRate)
        : Ratio(_copyLeft, Math.Min(_copyRate, _storageRate));

    /// <summary>Lets time pass while the ranks wait.</summary>
    /// <returns>Bytes that left the accelerators.</returns>
    public double Wait(double seconds, double now)
    {
        var (before, ends) = (_copyLeft, seconds >= SecondsLeft() - 1e-9);
        var copying = seconds;
        if (_isAsynchronous)
        {
            copying -= Math.Min(seconds, Ratio(_writeLeft, _storageRate));
            Write(seconds - copying, now);
        }
        _copyLeft = ends ? 0 : Math.Max(0, _copyLeft - (copying * (_isAsynchronous ? _copyRate : Math.Min(_copyRate, _storageRate))));
        if (!_isAsynchronous)
            _written += before - _copyLeft;
        if (!ends)
            return before - _copyLeft;
        (IsBlocking, LatestSeconds) = (false, now + seconds - _startedAt);
        if (_isAsynchronous)
            (_writeLeft, _writing) = (_work.CheckpointBytes, _pending);
        else
            Complete(_pending);
        return before;
    }

    /// <summary>Lets time pass while the training goes on; an asynchronous checkpoint is written.</summary>
    public void Write(double seconds, double now)
    {
        if (_writeLeft <= 0)
            return;
        var bytes = Math.Min(_writeLeft, _storageRate * seconds);
        (_writeLeft, _written) = (_writeLeft - bytes, _written + bytes);
        if (_writeLeft > 1e-3)
            return;
        _writeLeft = 0;
        Complete(_writing);
    }

    /// <summary>Step of a checkpoint that became complete since the last call, or null.</summary>
    public long? TakeSaved()
    {
        var saved = _isNew ? Saved.Step : (long?)null;
        _isNew = false;
        return saved;
    }

    /// <summary>Bytes that went to the storage since the last call.</summary>
    public double TakeWritten()
    {
        var written = _written;
        _written = 0;
        return written;
    }

    /// <summary>The processes are gone: what is not complete is lost.</summary>
    public void Abandon() => (IsBlocking, _copyLeft, _writeLeft) = (false, 0, 0);

    /// <summary>A checkpoint written before a planned stop.</summary>
    public void SaveAtOnce(long step, LossCurve.State loss) => Complete((step, loss));

    private void Complete((long Step, LossCurve.State Loss) checkpoint) => (Saved, _isNew) = (checkpoint, true);

    private static double Ratio(double bytes, double rate) => bytes > 0 ? bytes / rate : 0;
}
