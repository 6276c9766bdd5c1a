using Auscult.Telemetry.Domain;

// B windows, N patches, S signals, L layers
namespace Auscult.Learning.Encoding;

/// <summary>Which cells of a batch are hidden; a cell is one signal over one patch.</summary>
/// <param name="Hidden">1 where a cell is hidden and to be predicted, <c>[window, patch, signal]</c>.</param>
/// <param name="Dropped">1 where a cell is taken away and not asked for, <c>[window, patch, signal]</c>.</param>
public sealed record CellMasks(float[] Hidden, float[] Dropped);

/// <summary>
/// Draws what pretraining hides. A draw depends on the seed and the step only, so that a resumed run draws what an uninterrupted
/// one would have drawn.
/// </summary>
/// <param name="config">Ratios.</param>
/// <param name="layout">Columns and patches.</param>
/// <param name="seeds">Source of all draws.</param>
public sealed class MaskSampler(PretrainingConfig config, EncoderLayout layout, Seeds seeds)
{
    private readonly PretrainingConfig _config = config.Checked();

    /// <summary>The masks of one optimiser step.</summary>
    /// <param name="step">Number of the step.</param>
    /// <param name="windows">Windows in the batch.</param>
    public CellMasks Draw(long step, int windows)
    {
        var random = seeds.Child($"masks/{step}").Generator();
        var (numPatches, numSignals) = (layout.NumPatches, layout.NumSignals);
        var hidden = new float[windows * numPatches * numSignals];
        var dropped = new float[hidden.Length];
        for (var b = 0; b < windows; b++)
        {
            var window = hidden.AsSpan(b * numPatches * numSignals, numPatches * numSignals);
            HideCells(window, random);
            HideLayers(window, dropped.AsSpan(b * numPatches * numSignals, numPatches * numSignals), random);
        }
        return new CellMasks(hidden, dropped);
    }

    private void HideCells(Span<float> hidden_NS, Random random)
    {
        var numSignals = layout.NumSignals;
        for (var i = 0; i < hidden_NS.Length; i++)
            hidden_NS[i] = random.NextDouble() < _config.PatchMaskRatio ? 1 : 0;
        for (var s = 0; s < numSignals; s++)
        {
            if (random.NextDouble() < _config.SignalMaskRatio)
                Fill(hidden_NS, 0, layout.NumPatches, s, 1);
        }
        for (var n = 0; n < layout.NumPatches; n++)
        {
            if (random.NextDouble() < _config.TimeMaskRatio)
                Fill(hidden_NS, n, 1, 0, numSignals);
        }
    }

    private void HideLayers(Span<float> hidden_NS, Span<float> dropped_NS, Random random)
    {
        var layers = layout.Layers;
        if (layers.Count < 2)
            return;
        var survivor = random.Next(layers.Count);
        for (var l = 0; l < layers.Count; l++)
        {
            if (random.NextDouble() < _config.ModalityDropout && l != survivor)
                Fill(dropped_NS, 0, layout.NumPatches, layers[l].FirstSignal, layers[l].SignalCount);
        }
        var whole = random.Next(layers.Count);
        if (random.NextDouble() < _config.LayerMaskRatio)
            Fill(hidden_NS, 0, layout.NumPatches, layers[whole].FirstSignal, layers[whole].SignalCount);
    }

    private void Fill(Span<float> cells_NS, int firstPatch, int patches, int firstSignal, int signals)
    {
        for (var n = firstPatch; n < firstPatch + patches; n++)
            cells_NS.Slice((n * layout.NumSignals) + firstSignal, signals).Fill(1);
    }
}
