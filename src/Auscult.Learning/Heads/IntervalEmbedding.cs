using Auscult.Learning.Checkpoints;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

// B windows, L layers, D embed
namespace Auscult.Learning.Heads;

/// <summary>
/// The encoder's view of an interval: its layer embeddings, averaged over evenly spaced windows. Rows outside the interval are absent
/// for the encoder, so the embedding tells of nothing else.
/// </summary>
/// <param name="model">The encoder; the caller disposes it.</param>
/// <param name="frame">The values.</param>
/// <param name="maxWindows">Largest number of windows.</param>
public sealed class IntervalEmbedding(TrainedEncoder model, Frame frame, int maxWindows)
{
    /// <summary>Numbers per interval: layers times embedding width.</summary>
    public int Width => model.Encoder.Layout.Layers.Count * model.Encoder.Config.EmbedDim;

    /// <summary>Embedding <c>[layer, embed]</c> of the rows of one recording.</summary>
    public float[] Of(RowRange rows)
    {
        var length = model.Encoder.Layout.WindowLength;
        var firstEnd = Math.Min(rows.FirstRow + length, rows.EndRow) - 1;
        var count = Math.Min(maxWindows, 1 + ((rows.EndRow - 1 - firstEnd) / Math.Max(1, length / 2)));
        var ends = Enumerable.Range(0, count)
            .Select(i => count == 1 ? rows.EndRow - 1 : firstEnd + (int)((long)i * (rows.EndRow - 1 - firstEnd) / (count - 1)))
            .ToArray();

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var interval = new FrameSegment("", rows.FirstRow, rows.RowCount, DateTimeOffset.UnixEpoch);
        var batch = new WindowReader(model, frame, rows.Entity).EndingAt(interval, ends);
        var output = model.Encoder.call(new Encoding.EncoderInput(batch.Values, batch.Presence, batch.Entity));
        return output.Layers.mean([0]).flatten().cpu().data<float>().ToArray();
    }
}
