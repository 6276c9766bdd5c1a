using Auscult.Learning.Checkpoints;
using Auscult.Learning.Encoding;
using Auscult.Telemetry.Fusion;
using static TorchSharp.torch;

// B windows, T time, S signals
namespace Auscult.Learning.Heads;

/// <summary>
/// Reads windows at any row of a segment for scoring. Rows before the segment's beginning are absent, so that its first rows can be
/// judged too.
/// </summary>
internal sealed class WindowReader
{
    private readonly TrainedEncoder _model;
    private readonly Frame _frame;
    private readonly int _entity;
    private readonly int _length;
    private readonly int _width;

    public WindowReader(TrainedEncoder model, Frame frame, int entity)
    {
        model.RequireSignalsOf(frame.Schema);
        (_model, _frame, _entity) = (model, frame, entity);
        (_length, _width) = (model.Encoder.Layout.WindowLength, model.Encoder.Layout.NumSignals);
    }

    /// <summary>Windows whose last rows are given, as a batch on the encoder's device.</summary>
    /// <param name="segment">The segment all of them lie in.</param>
    /// <param name="lastRows">Last row of each window.</param>
    public EncoderBatch EndingAt(FrameSegment segment, ReadOnlySpan<int> lastRows)
    {
        var size = _length * _width;
        var values = new float[lastRows.Length * size];
        var presence = new float[values.Length];
        for (var b = 0; b < lastRows.Length; b++)
            Read(segment, lastRows[b], values.AsSpan(b * size, size), presence.AsSpan(b * size, size));
        long[] shape_BTS = [lastRows.Length, _length, _width];
        var device = _model.Device.Device;
        return new EncoderBatch(
            tensor(values, shape_BTS, device: device), tensor(presence, shape_BTS, device: device), Entity(lastRows.Length));
    }

    private void Read(FrameSegment segment, int lastRow, Span<float> values, Span<float> presence)
    {
        var first = lastRow + 1 - _length;
        var firstSeen = Math.Max(first, segment.FirstRow);
        var padding = (firstSeen - first) * _width;
        var seen = values[padding..];
        _model.Scaler.Transform(_frame.Rows(_entity, firstSeen, lastRow + 1 - firstSeen), seen);
        for (var i = 0; i < seen.Length; i++)
        {
            if (float.IsNaN(seen[i]))
                seen[i] = 0;
            else
                presence[padding + i] = 1;
        }
    }

    private Tensor? Entity(int windows)
    {
        var encoder = _model.Encoder;
        if (encoder.Config.NumEntities == 0)
            return null;
        var positions = new long[windows];
        Array.Fill(positions, encoder.EntityPosition(_entity));
        return tensor(positions, device: _model.Device.Device);
    }
}
