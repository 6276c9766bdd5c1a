using Auscult.Learning.Checkpoints;
using Auscult.Learning.Encoding;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using static TorchSharp.torch;

// B windows, T time, S signals, N patches, P rows of a patch
namespace Auscult.Learning.Heads;

/// <summary>
/// Masked reconstruction errors of every row and signal, in linear units. A few fixed masks together hide every cell once; each cell
/// is judged by the reconstruction that did not see it.
/// </summary>
internal sealed class ReconstructionErrors
{
    private readonly TrainedEncoder _model;
    private readonly AnomalyHeadConfig _config;
    private readonly float[][] _masks;

    public ReconstructionErrors(TrainedEncoder model, AnomalyHeadConfig config)
    {
        (_model, _config) = (model, config);
        _masks = Partition(model.Encoder.Layout, config);
    }

    /// <summary>Errors <c>[row, signal]</c> of one entity; NaN where a value was not seen.</summary>
    public float[] Of(Frame frame, int entity)
    {
        var width = frame.Schema.Signals.Count;
        var errors = new float[frame.Schema.RowCount * width];
        var reader = new WindowReader(_model, frame, entity);
        foreach (var segment in frame.Schema.Segments)
        {
            // An entity that a recording never shows, such as one of another cluster, has nothing to reconstruct there.
            if (!frame.Rows(entity, segment.FirstRow, segment.RowCount).ContainsAnyExcept(float.NaN))
                errors.AsSpan(segment.FirstRow * width, segment.RowCount * width).Fill(float.NaN);
            else if (_config.IsCausal)
                Causal(reader, segment, errors);
            else
                Overlapping(reader, segment, errors);
        }
        return errors;
    }

    /// <summary>A row's errors are the mean over the last patch of the latest window that ends at or before the row.</summary>
    private void Causal(WindowReader reader, FrameSegment segment, float[] errors)
    {
        var layout = _model.Encoder.Layout;
        var ends = Enumerable.Range(0, (segment.RowCount + _config.ScoreStride - 1) / _config.ScoreStride)
            .Select(i => segment.FirstRow + (i * _config.ScoreStride)).ToArray();
        ForEachWindow(reader, segment, ends, (end, error_TS, presence_TS) =>
        {
            var last = Math.Min(end + _config.ScoreStride, segment.FirstRow + segment.RowCount);
            for (var s = 0; s < layout.NumSignals; s++)
            {
                var (sum, count) = (0f, 0f);
                for (var t = layout.WindowLength - layout.PatchLength; t < layout.WindowLength; t++)
                {
                    sum += error_TS[(t * layout.NumSignals) + s];
                    count += presence_TS[(t * layout.NumSignals) + s];
                }
                for (var row = end; row < last; row++)
                    errors[(row * layout.NumSignals) + s] = count > 0 ? sum / count : float.NaN;
            }
        });
    }

    /// <summary>A row's errors are the mean over all windows that contain it.</summary>
    private void Overlapping(WindowReader reader, FrameSegment segment, float[] errors)
    {
        var layout = _model.Encoder.Layout;
        var lastEnd = segment.FirstRow + segment.RowCount - 1;
        var firstEnd = Math.Min(segment.FirstRow + layout.WindowLength - 1, lastEnd);
        var ends = Enumerable.Range(0, ((lastEnd - firstEnd) / _config.ScoreStride) + 1)
            .Select(i => firstEnd + (i * _config.ScoreStride)).Append(lastEnd).Distinct().ToArray();
        var counts = new float[errors.Length];
        ForEachWindow(reader, segment, ends, (end, error_TS, presence_TS) =>
        {
            var start = (end + 1 - layout.WindowLength) * layout.NumSignals;
            for (var i = Math.Max(0, (segment.FirstRow * layout.NumSignals) - start); i < error_TS.Length; i++)
            {
                errors[start + i] += error_TS[i];
                counts[start + i] += presence_TS[i];
            }
        });
        for (var i = segment.FirstRow * layout.NumSignals; i < (lastEnd + 1) * layout.NumSignals; i++)
            errors[i] = counts[i] > 0 ? errors[i] / counts[i] : float.NaN;
    }

    private delegate void WindowVisitor(int end, ReadOnlySpan<float> error_TS, ReadOnlySpan<float> presence_TS);

    private void ForEachWindow(WindowReader reader, FrameSegment segment, int[] ends, WindowVisitor visit)
    {
        using var frozen = no_grad();
        for (var first = 0; first < ends.Length; first += _config.BatchSize)
        {
            using var scope = NewDisposeScope();
            var batchEnds = ends.AsSpan(first, Math.Min(_config.BatchSize, ends.Length - first));
            var batch = reader.EndingAt(segment, batchEnds);
            var error_BTS = Errors(batch).cpu();
            var presence_BTS = batch.Presence.cpu();
            var size = _model.Encoder.Layout.WindowLength * _model.Encoder.Layout.NumSignals;
            var errors = error_BTS.data<float>().ToArray();
            var presence = presence_BTS.data<float>().ToArray();
            for (var b = 0; b < batchEnds.Length; b++)
                visit(batchEnds[b], errors.AsSpan(b * size, size), presence.AsSpan(b * size, size));
        }
    }

    private Tensor Errors(EncoderBatch batch)
    {
        var layout = _model.Encoder.Layout;
        var target_BTS = _model.Units.Targets(batch.Values, _config.ErrorLimit);
        var error_BTS = zeros_like(target_BTS);
        foreach (var mask in _masks)
        {
            var hidden_1TS = tensor(mask, [1, layout.NumPatches, 1, layout.NumSignals], device: batch.Values.device)
                .expand(-1, -1, layout.PatchLength, -1).reshape(1, layout.WindowLength, layout.NumSignals);
            var output = _model.Encoder.call(new EncoderInput(batch.Values, batch.Presence * (1 - hidden_1TS), batch.Entity));
            error_BTS += (output.Reconstruction - target_BTS).abs().clamp_max(_config.ErrorLimit) * hidden_1TS;
        }
        return error_BTS * batch.Presence;
    }

    /// <summary>Deals the cells to masks in equal shares, in an order that is the same on every machine and for every run.</summary>
    private static float[][] Partition(EncoderLayout layout, AnomalyHeadConfig config)
    {
        var (numPatches, numSignals) = (layout.NumPatches, layout.NumSignals);
        var units = config.HideWholeSignals ? numSignals : numPatches * numSignals;
        var order = Enumerable.Range(0, units).ToArray();
        new Seeds(0).Child("scoring masks").Generator().Shuffle(order);
        var masks = Enumerable.Range(0, Math.Min(config.NumMasks, units)).Select(_ => new float[numPatches * numSignals]).ToArray();
        for (var i = 0; i < units; i++)
        {
            for (var n = 0; n < (config.HideWholeSignals ? numPatches : 1); n++)
                masks[i % masks.Length][(n * numSignals) + order[i]] = 1;
        }
        return masks;
    }
}
