using Auscult.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

// B windows, T time, S signals of all layers, C signals of one layer, L layers, N patches, P rows of a patch, D embed
namespace Auscult.Learning.Encoding;

/// <summary>What the encoder looks at.</summary>
/// <param name="Values">Scaled values <c>[window, time, signal]</c>; any number where nothing is visible.</param>
/// <param name="Visible">1 where a value may be looked at, 0 where it was not seen or is hidden; <c>[window, time, signal]</c>.</param>
/// <param name="Entity">Position of each window's entity, int64 <c>[window]</c>; null when entities are not told apart.</param>
public sealed record EncoderInput(Tensor Values, Tensor Visible, Tensor? Entity = null);

/// <summary>What the encoder says about a batch of windows.</summary>
/// <param name="Layers">One embedding per layer, <c>[window, layer, embed]</c>.</param>
/// <param name="Joint">One embedding of all layers, <c>[window, embed]</c>.</param>
/// <param name="Reconstruction">Every value as the visible ones suggest it, in linear scaled units, <c>[window, time, signal]</c>.</param>
public sealed record EncoderOutput(Tensor Layers, Tensor Joint, Tensor Reconstruction);

/// <summary>
/// Joint encoder of several telemetry layers. A tokeniser per layer makes one token per patch of time; blocks attend over time
/// within each layer, then further blocks attend over the tokens of all layers (late fusion); a linear map per layer turns
/// tokens back into values. Tokens carry their layer and entity as added embeddings and their time as a rotation.
/// </summary>
public sealed class JointEncoder : nn.Module<EncoderInput, EncoderOutput>
{
    private readonly ModuleList<LayerTokenizer> tokenizers;
    private readonly ModuleList<TransformerBlock> layer_blocks;
    private readonly ModuleList<TransformerBlock> fusion_blocks;
    private readonly ModuleList<Projection> reconstructors;
    private readonly Norm output_norm;
    private readonly Parameter layer_position;
    private readonly Parameter entity_position;
    private readonly ScalarType _activations;
    private readonly List<ActivationCheckpoint> _checkpoints = [];

    /// <param name="config">Sizes.</param>
    /// <param name="layout">Columns and window of the data.</param>
    /// <param name="activations">Type the blocks compute in; weights, norms and reconstructions stay float32.</param>
    public JointEncoder(JointEncoderConfig config, EncoderLayout layout, ScalarType activations = ScalarType.Float32)
        : base(nameof(JointEncoder))
    {
        (Config, Layout, _activations) = (config.Checked(), layout, activations);
        tokenizers = List(layout.Layers.Select(layer => new LayerTokenizer(config, layout, layer.SignalCount)));
        layer_blocks = List(Enumerable.Range(0, config.NumLayerBlocks).Select(_ => Block(1)));
        fusion_blocks = List(Enumerable.Range(0, config.NumFusionBlocks).Select(_ => Block(layout.Layers.Count)));
        output_norm = new Norm(config.EmbedDim);
        reconstructors = List(layout.Layers.Select(
            layer => new Projection(config.EmbedDim, layout.PatchLength * layer.SignalCount, gain: 0.1)));
        using (NewDisposeScope())
        {
            layer_position = new Parameter(randn(layout.Layers.Count, 1, config.EmbedDim).mul_(0.02).DetachFromDisposeScope());
            entity_position = new Parameter(randn(config.NumEntities + 1, config.EmbedDim).mul_(0.02).DetachFromDisposeScope());
        }
        RegisterComponents();

        TransformerBlock Block(int layers) => new(
            config, new RotaryTime(layout.NumPatches, layers, config.EmbedDim / config.NumHeads, config.RotaryBase));
    }

    /// <summary>Sizes this encoder was built with.</summary>
    public JointEncoderConfig Config { get; }

    /// <summary>Columns and window this encoder was built for.</summary>
    public EncoderLayout Layout { get; }

    /// <summary>
    /// From now on keeps only what goes into each block and computes the rest again in the backward pass: memory of one block instead of all
    /// of them, for a third more work.
    /// </summary>
    /// <exception cref="NotSupportedException">The tensor engine cannot.</exception>
    public void RecomputeActivations()
    {
        if (_checkpoints.Count == 0)
            _checkpoints.AddRange(layer_blocks.Concat(fusion_blocks).Select(block => new ActivationCheckpoint(block.call)));
    }

    /// <summary>Position of a frame's entity in the encoder's table; 0, the shared one, beyond its end.</summary>
    public long EntityPosition(int entity) => entity < Config.NumEntities ? entity + 1 : 0;

    /// <inheritdoc/>
    public override EncoderOutput forward(EncoderInput input)
    {
        var (numLayers, numPatches, embed) = (Layout.Layers.Count, Layout.NumPatches, Config.EmbedDim);
        var windows = input.Values.shape[0];

        var tokens = new Tensor[numLayers];
        for (var l = 0; l < numLayers; l++)
        {
            var columns = Layout.Layers[l];
            tokens[l] = tokenizers[l].call(
                input.Values.narrow(2, columns.FirstSignal, columns.SignalCount),
                input.Visible.narrow(2, columns.FirstSignal, columns.SignalCount));
        }
        var h_BLND = stack(tokens, 1) + layer_position + EntityPositions(input.Entity);
        if (h_BLND.dtype != _activations)
            h_BLND = h_BLND.to(_activations);

        var h = h_BLND.reshape(windows * numLayers, numPatches, embed);
        for (var i = 0; i < layer_blocks.Count; i++)
            h = Through(layer_blocks[i], i, h);
        h = h.reshape(windows, numLayers * numPatches, embed);
        for (var i = 0; i < fusion_blocks.Count; i++)
            h = Through(fusion_blocks[i], layer_blocks.Count + i, h);

        h_BLND = output_norm.call(h).to(ScalarType.Float32).reshape(windows, numLayers, numPatches, embed);
        var layers_BLD = h_BLND.mean([2]);
        return new EncoderOutput(layers_BLD, layers_BLD.mean([1]), Reconstruct(h_BLND));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _checkpoints.ForEach(checkpoint => checkpoint.Dispose());
        base.Dispose(disposing);
    }

    private Tensor Through(TransformerBlock block, int place, Tensor h) => _checkpoints.Count > 0 ? _checkpoints[place].Call(h) : block.call(h);

    private Tensor EntityPositions(Tensor? entity_B)
    {
        if (entity_B is null || Config.NumEntities == 0)
            return entity_position.narrow(0, 0, 1);
        return entity_position.index_select(0, entity_B).reshape(-1, 1, 1, Config.EmbedDim);
    }

    private Tensor Reconstruct(Tensor h_BLND)
    {
        var windows = h_BLND.shape[0];
        var parts = new Tensor[Layout.Layers.Count];
        for (var l = 0; l < parts.Length; l++)
            parts[l] = reconstructors[l].call(h_BLND.select(1, l)).reshape(windows, Layout.WindowLength, Layout.Layers[l].SignalCount);
        return cat(parts, 2);
    }

    private static ModuleList<T> List<T>(IEnumerable<T> modules) where T : nn.Module => new([.. modules]);
}
