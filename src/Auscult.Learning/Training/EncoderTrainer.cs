using Auscult.Foundation;
using Auscult.Learning.Checkpoints;
using Auscult.Learning.Encoding;
using Auscult.Learning.Training.Distributed;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.TrainingLogs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>How a training run ended.</summary>
/// <param name="Step">Steps done, earlier sessions included.</param>
/// <param name="Interrupted">Whether it was asked to stop before its end.</param>
/// <param name="BestLoss">Smallest validation loss; null when nothing was validated.</param>
/// <param name="Throughput">What this session's steps cost.</param>
/// <param name="Checkpoint">Folder of the last checkpoint; null when the run keeps none.</param>
public sealed record TrainingResult(long Step, bool Interrupted, double? BestLoss, Throughput Throughput, string? Checkpoint);

/// <summary>
/// Trains an encoder by masked reconstruction: warm-up and cosine, clipping, accumulation, evaluation phases, checkpoints. What a
/// step does depends on the weights, the seed and the number of the step, and on nothing else.
/// </summary>
public sealed class EncoderTrainer : IDisposable
{
    private readonly TrainingRun _run;
    private readonly JointEncoder _encoder;
    private readonly TrainingConfig _config;
    private readonly MaskedReconstruction _objective;
    private readonly MaskSampler _masks;
    private readonly BatchTensors _tensors;
    private readonly LearningRateSchedule _schedule;
    private readonly AdamW _optimizer;
    private readonly OptimizerStep _update;
    private readonly WeightAverage? _average;
    private readonly BatchGradients _gradients;
    private readonly Throughput _throughput = new();
    private readonly Seeds _seeds;
    private TrainingProgress _progress = new();

    /// <param name="encoder">The network, on the device of <paramref name="run"/>.</param>
    /// <param name="config">How to train.</param>
    /// <param name="run">Data, surroundings and where to save.</param>
    public EncoderTrainer(JointEncoder encoder, TrainingConfig config, TrainingRun run)
    {
        (_encoder, _config, _run) = (encoder, config, run);
        _seeds = new Seeds(run.Seed).Child("pretraining");
        _objective = new MaskedReconstruction(encoder, run.Units, config.Objective);
        _masks = new MaskSampler(config.Objective, encoder.Layout, _seeds);
        _tensors = new BatchTensors(encoder, run.Device);
        _schedule = new LearningRateSchedule(config);
        _optimizer = ParameterGroups.AdamW(encoder, config);
        _update = OptimizerStep.Of(_optimizer, config, run.Device.Device);
        _average = config.EmaDecay > 0 ? new WeightAverage(encoder, config.EmaDecay) : null;
        _gradients = new BatchGradients(encoder, config, run, _objective, _masks, _tensors);
    }

    /// <summary>Continues from the latest whole checkpoint of the run.</summary>
    /// <returns>Steps already done; 0 when there is no checkpoint.</returns>
    /// <exception cref="InputException">The checkpoint belongs to other data or another network.</exception>
    public long Resume()
    {
        var latest = _run.Checkpoints?.Latest(_run.Observer.OnWarning);
        CheckAllSee(latest?.State.Step ?? 0);
        if (latest is not var (folder, state))
            return 0;
        _run.CheckContinues(state, folder);
        ModuleWeights.Load(Path.Combine(folder, CheckpointStore.WeightsFile), _encoder);
        OptimizerMoments.Load(Path.Combine(folder, CheckpointStore.OptimizerFile), _optimizer, ParameterGroups.Names(_encoder));
        if (_average is not null)
            OptimizerMoments.LoadInto(Path.Combine(folder, CheckpointStore.EmaFile), _average.Averages);
        _progress = TrainingProgress.From(state);
        return _progress.Step;
    }

    /// <summary>Trains until the last step, the time limit, lost patience, or a stop is asked for; then saves a checkpoint.</summary>
    /// <param name="stop">Ends training after the step under way.</param>
    public TrainingResult Run(CancellationToken stop)
    {
        // Ranks stop after the same step, so none of them stops waiting for a batch.
        using var feed = WindowFeed.Of(
            _run, _config, _seeds.Child("order"), _progress.Step, _run.Ranks is null ? stop : CancellationToken.None);
        _run.Ranks?.Broadcast(_encoder.parameters());
        var clock = new SessionClock(_run.Clock, _progress.TrainedSeconds);
        var decisions = new SharedDecisions(_run.Ranks, stop, () => clock.Exceeds(_config.MaxSeconds));
        _encoder.train();
        while (!decisions.Stops && _progress.Step < _config.MaxSteps && !decisions.IsLate
            && !(_config.Patience > 0 && _progress.EvaluationsSinceBest >= _config.Patience))
        {
            var began = _run.Clock.GetTimestamp();
            if (NextOf(feed) is not { } batch)
                break;
            Step(batch, feed, decisions, began, clock);
            var isBest = _config.EvaluationSteps > 0 && _progress.Step % _config.EvaluationSteps == 0 && Evaluate();
            var bySteps = _config.CheckpointSteps > 0 && _progress.Step % _config.CheckpointSteps == 0;
            if (isBest || bySteps || clock.IsCheckpointDue(_config.CheckpointSeconds))
                Save(feed, clock, isBest);
        }
        var interrupted = decisions.Stops;
        var endsBest = !interrupted && _progress.LastEvaluation != _progress.Step && Evaluate();
        var last = Save(feed, clock, endsBest);
        return new TrainingResult(_progress.Step, interrupted, _progress.BestLoss, _throughput, last);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gradients.Dispose();
        _optimizer.Dispose();
        _average?.Dispose();
    }

    /// <summary>Every rank reads the checkpoint itself, so all of them must see the same one.</summary>
    private void CheckAllSee(long step)
    {
        if (_run.Ranks is not { } ranks || ranks.Max(step, -step) is not [var newest, var oldest] || newest == -oldest)
            return;
        throw new InputException(
            $"rank {ranks.Rank} sees the checkpoint of step {step}, others see between {-oldest} and {newest}",
            remedy: "put output_dir on a file system that all ranks share");
    }

    /// <summary>The next batch, or null when the run was asked to stop while waiting for it.</summary>
    private static FeedBatch? NextOf(WindowFeed feed)
    {
        try
        {
            return feed.Next();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Step(FeedBatch batch, WindowFeed feed, SharedDecisions decisions, long began, SessionClock clock)
    {
        using var scope = NewDisposeScope();
        var rate = _schedule.At(batch.Step);
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = rate;
        if (_encoder.Config.Dropout > 0)
            manual_seed(_seeds.Child($"dropout/{batch.Step}{(_run.Ranks is { } ranks ? $"/rank/{ranks.Rank}" : "")}").Value);

        _optimizer.zero_grad();
        var (loss, shown) = _gradients.Of(batch, feed, decisions);
        if (!double.IsFinite(loss))
        {
            throw new InputException(
                $"the loss is {loss} at step {batch.Step}", remedy: "lower train.learning_rate; earlier checkpoints are intact");
        }
        var norm = nn.utils.clip_grad_norm_(_encoder.parameters(), _config.ClipNorm > 0 ? _config.ClipNorm : double.MaxValue);
        _update.Run();
        _average?.Update();

        _progress = _progress with { Step = batch.Step + 1 };
        var layout = _encoder.Layout;
        var report = new StepReport(
            _progress.Step, loss, norm, rate, clock.Lap(), _run.Clock.GetElapsedTime(began), batch.Wait, shown,
            (long)shown * layout.Layers.Count * layout.NumPatches);
        _throughput.Add(report);
        _run.Observer.OnStep(report);
    }

    private bool Evaluate()
    {
        if (_run.Validation is not { Count: > 0 } validation)
            return false;
        double loss;
        using (_run.Observer.OnPhase(TrainingPhase.Evaluation, _progress.Step))
        using (_average?.Swap())
            loss = new EncoderValidation(_encoder, _objective, _tensors, _masks, _run).Loss(validation, _config);
        _encoder.train();
        var isBest = _progress.BestLoss is not { } best || loss < best;
        _progress = _progress with
        {
            LastEvaluation = _progress.Step,
            BestLoss = isBest ? loss : _progress.BestLoss,
            EvaluationsSinceBest = isBest ? 0 : _progress.EvaluationsSinceBest + 1,
        };
        _run.Observer.OnValidation(new ValidationReport(_progress.Step, loss, isBest));
        return isBest;
    }

    private string? Save(WindowFeed feed, SessionClock clock, bool isBest)
    {
        if (_run.Checkpoints is not { } checkpoints || _run.Ranks is { IsFirst: false })
            return null;
        string folder;
        using (_run.Observer.OnPhase(TrainingPhase.Checkpoint, _progress.Step))
        {
            var state = _run.StateOf(_progress with { TrainedSeconds = clock.TotalSeconds }, _encoder, _schedule, feed.StepsPerEpoch);
            folder = checkpoints.Save(_progress.Step, target => Write(target, state), isBest);
        }
        clock.CheckpointSaved();
        _run.Observer.OnCheckpoint(folder, _progress.Step);
        return folder;
    }

    private void Write(string folder, TrainingState state)
    {
        ModuleWeights.Save(Path.Combine(folder, CheckpointStore.WeightsFile), _encoder);
        OptimizerMoments.Save(Path.Combine(folder, CheckpointStore.OptimizerFile), _optimizer, ParameterGroups.Names(_encoder));
        if (_average is not null)
            SafetensorsWriter.Write(Path.Combine(folder, CheckpointStore.EmaFile), _average.Averages);
        AtomicFile.WriteAllText(Path.Combine(folder, CheckpointStore.StateFile), state.ToJson());
    }
}
