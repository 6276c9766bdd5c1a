using System.Runtime.InteropServices;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;
using Auscult.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>The batch of one optimiser step.</summary>
/// <param name="Step">Zero-based number of the step.</param>
/// <param name="Windows">Values and presence; valid until the next batch is asked for.</param>
/// <param name="Wait">Time the trainer stood still for it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FeedBatch(long Step, TensorBatch Windows, TimeSpan Wait);

/// <summary>
/// Gives every step its batch and measures what the trainer waits for it. Step n takes batch n of the loader, so a feed that starts at step
/// n continues exactly.
/// </summary>
/// <param name="loader">Never ends; disposed with the feed.</param>
/// <param name="clock">Measures waits.</param>
public sealed class WindowFeed(WindowLoader<TensorBatch> loader, TimeProvider clock) : IDisposable
{
    private FeedBatch? _ahead;
    private TensorBatch? _current;

    /// <summary>A feed of training windows.</summary>
    /// <param name="run">Windows, device and clock.</param>
    /// <param name="config">Sizes.</param>
    /// <param name="seeds">Source of the order.</param>
    /// <param name="firstStep">Number of the first step to serve.</param>
    /// <param name="stop">Ends waiting for a batch.</param>
    /// <exception cref="InputException">There are no windows.</exception>
    public static WindowFeed Of(TrainingRun run, TrainingConfig config, Seeds seeds, long firstStep, CancellationToken stop)
    {
        var source = run.Train;
        if (source.Count == 0)
            throw new InputException($"no training window of {source.Length} rows", remedy: "use more data or a smaller window.length");
        var sampler = run.Sampler?.Invoke(seeds) ?? new ShuffledSampler(source.Count, seeds);
        var elements = Math.Clamp(config.BatchSize / sampler.ElementSize, 1, sampler.Count);
        var sizes = new WindowLoaderConfig
        {
            BatchSize = elements,
            Share = run.Ranks is { } ranks ? BatchShare.Of(elements, ranks.Rank, ranks.Size) : null,
            NumWorkers = run.NumLoaderWorkers,
            PrefetchBatches = config.PrefetchBatches,
            DropLast = true,
        };
        return new WindowFeed(TensorBatch.Loader(source, sampler, sizes, run.Device.Device, firstStep, stop), run.Clock)
        {
            BatchWindows = elements * sampler.ElementSize,
            FirstWindow = (sizes.Share?.First ?? 0) * sampler.ElementSize,
            SendsTo = run.OverlapsCopies ?? run.Device.Device.type == DeviceType.CUDA ? run.Device.Device : null,
        };
    }

    /// <summary>Windows of a whole batch, those of other ranks included.</summary>
    public required int BatchWindows { get; init; }

    /// <summary>Place of the first window served here within the whole batch.</summary>
    public required int FirstWindow { get; init; }

    /// <summary>Device to which batches are copied ahead of their use; null leaves the copy to the step.</summary>
    public Device? SendsTo { get; init; }

    /// <summary>Steps of one epoch; windows that do not fill a last batch are left to the next permutation.</summary>
    public long StepsPerEpoch => loader.BatchesPerEpoch;

    /// <summary>The batch of the next step.</summary>
    /// <exception cref="OperationCanceledException">The run was asked to stop.</exception>
    public FeedBatch Next()
    {
        var next = _ahead ?? Take();
        (_ahead, _current) = (null, next.Windows);
        return next;
    }

    /// <summary>
    /// To be called when the device has been given all its work on the batch: takes the next one and begins to copy it meanwhile. The host must
    /// not read the windows of the batch any more.
    /// </summary>
    public void TakeAhead()
    {
        if (SendsTo is not { } device)
            return;
        DeviceCopies.AwaitSent(device);
        _current?.ForgetSent();
        try
        {
            _ahead = Take();
        }
        catch (OperationCanceledException)
        {
            // The step under way is still to be finished; the next call of Next says the same.
            _ahead = null;
        }
    }

    private FeedBatch Take()
    {
        var step = loader.Position;
        var began = clock.GetTimestamp();
        var batch = loader.Next() ?? throw new InvalidOperationException("the loader has come to its end");
        if (SendsTo is { } device)
            batch.Send(device);
        return new FeedBatch(step, batch, clock.GetElapsedTime(began));
    }

    /// <inheritdoc/>
    public void Dispose() => loader.Dispose();
}
