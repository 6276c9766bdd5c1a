using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// After Minder (Deng et al., NSDI 2025): a variational auto-encoder per signal turns windows of eight rows into latent values; what counts
/// is how far an entity's lie from those of its peers at the same step, compared with how far the peers lie from each other, and only if
/// it lasts for 8 rows. Without peers the error of reconstruction takes the place of the distance.
/// </summary>
/// <remarks>
/// All entities share a signal's auto-encoder. At most eight peers are looked at, those that follow the entity in its groups. The score is
/// the mean over the signals, where Minder walks through a ranked list of signals until one raises an alarm.
/// </remarks>
/// <param name="seeds">Draws weights, batches and noise.</param>
public sealed class MinderDetector(Seeds seeds) : IAnomalyDetector, ISignalEvidence, IDisposable
{
    private const int WindowRows = 8;
    private const int MaxPeers = 8;
    private const int LastingRows = 8;
    private const int MaxWindows = 20_000;
    private const int BatchSize = 128;
    private const int Steps = 400;
    private const int ScoredAtOnce = 2048;
    private const double LearningRate = 5e-3;
    private const double DivergenceWeight = 1e-3;
    private const double LeastDistance = 0.1;
    private RobustScaler? _scaler;
    private MetricVae? _encoder;

    /// <inheritdoc/>
    public string Name => "minder";

    /// <inheritdoc/>
    public bool IsCausal => true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder?.Dispose();
        _encoder = null;
    }

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        Dispose();
        var scaler = RobustScaler.Fit(frame, train);
        var width = frame.Schema.Signals.Count;
        var windows = FlatWindows.Gather(
            RowRange.CutAtSegments(frame.Schema, train), range => BaselineRows.Read(frame, range, scaler), width, WindowRows, MaxWindows);
        var generator = seeds.Child("minder").Generator();
        var encoder = new MetricVae(width, WindowRows, generator);
        using var scope = NewDisposeScope();
        var windows_SNW = tensor(windows, [windows.Length / (WindowRows * width), WindowRows, width]).permute(2, 0, 1).contiguous();
        using var optimizer = optim.AdamW(encoder.parameters(), lr: LearningRate, weight_decay: 0);
        encoder.train();
        for (var step = 0; step < Steps; step++)
        {
            using var stepScope = NewDisposeScope();
            optimizer.zero_grad();
            var x_SNW = windows_SNW.index_select(1, SeededTensors.Indices(generator, BatchSize, windows_SNW.shape[1]));
            var (reconstruction_SNW, mean_SNZ, logVariance_SNZ) = encoder.call(x_SNW);
            var divergence_S = (mean_SNZ.square() + logVariance_SNZ.exp() - logVariance_SNZ - 1).sum([-1]).mean([-1]) * 0.5;
            // The signals' auto-encoders share nothing: their losses are added.
            var loss = ((reconstruction_SNW - x_SNW).square().mean([-1, -2]) + (divergence_S * DivergenceWeight)).sum();
            loss.backward();
            optimizer.step();
        }
        encoder.eval();
        (_scaler, _encoder) = (scaler, encoder);
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity) => this.MeanContribution(frame, entity);

    /// <inheritdoc/>
    public float[] Contributions(Frame frame, int entity)
    {
        var scaler = _scaler ?? throw new InvalidOperationException("fit the detector before scoring");
        scaler.RequireSignalsOf(frame.Schema);
        int[] entities = [entity, .. PeersOf(frame.Schema, entity)];
        var width = frame.Schema.Signals.Count;
        var contributions = new float[frame.Schema.RowCount * width];
        foreach (var segment in frame.Schema.Segments)
        {
            for (var first = 0; first < segment.RowCount; first += ScoredAtOnce)
            {
                var count = Math.Min(ScoredAtOnce, segment.RowCount - first);
                Unusual(frame, segment, entities, first, count).CopyTo(contributions, (segment.FirstRow + first) * width);
            }
            KeepWhatLasts(contributions.AsSpan(segment.FirstRow * width, segment.RowCount * width), width);
        }
        return contributions;
    }

    private float[] Unusual(Frame frame, FrameSegment segment, int[] entities, int first, int count)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (entities.Length == 1)
        {
            var x_SNW = Windows(frame, segment, entities[0], first, count);
            return Rows((_encoder!.call(x_SNW).Reconstruction_SNW - x_SNW).square().mean([-1]));
        }
        Tensor[] latents = [.. entities.Select(entity => _encoder!.call(Windows(frame, segment, entity, first, count)).Mean_SNZ)];
        var own_PSN = stack([.. latents.Skip(1).Select(latent => Distance(latents[0], latent))]);
        var between = new List<Tensor>();
        for (var i = 1; i < latents.Length; i++)
        {
            for (var j = i + 1; j < latents.Length; j++)
                between.Add(Distance(latents[i], latents[j]));
        }
        var typical_SN = between.Count > 0 ? stack([.. between]).mean([0]) : zeros_like(own_PSN.select(0, 0));
        return Rows(own_PSN.mean([0]) / (typical_SN + LeastDistance));
    }

    private static Tensor Distance(Tensor a_SNZ, Tensor b_SNZ) => (a_SNZ - b_SNZ).square().sum([-1]).sqrt();

    private static float[] Rows(Tensor values_SN) => values_SN.transpose(0, 1).contiguous().data<float>().ToArray();

    /// <summary>Windows that end at some rows of a recording; before its first row that row is repeated.</summary>
    private Tensor Windows(Frame frame, FrameSegment segment, int entity, int first, int count)
    {
        var width = frame.Schema.Signals.Count;
        var from = Math.Max(0, first - WindowRows + 1);
        var rows = BaselineRows.Read(frame, new RowRange(entity, segment.FirstRow + from, first + count - from), _scaler!);
        var padded = FlatWindows.Padded(rows, width, WindowRows - 1 - (first - from));
        return tensor(padded, [padded.Length / width, width]).unfold(0, WindowRows, 1).transpose(0, 1).contiguous();
    }

    /// <summary>The smallest value of the last rows, so that what passes quickly does not count.</summary>
    private static void KeepWhatLasts(Span<float> values, int width)
    {
        for (var i = values.Length - 1; i >= width; i--)
        {
            for (var earlier = i - width; earlier >= 0 && earlier > i - (LastingRows * width); earlier -= width)
                values[i] = Math.Min(values[i], values[earlier]);
        }
    }

    private static IEnumerable<int> PeersOf(FrameSchema schema, int entity) =>
        schema.PeerGroups.Where(group => group.Entities.Contains(entity)).SelectMany(group => group.Entities)
            .Where(other => other != entity).Distinct()
            .OrderBy(other => (other - entity + schema.Entities.Count) % schema.Entities.Count).Take(MaxPeers);
}
