using Auscult.Learning.Encoding;
using Auscult.Telemetry.Domain;
using TorchSharp.Modules;
using static TorchSharp.torch;

// B windows, E entities of one kind, N entities of all kinds, P patches, L layers, D embed
namespace Auscult.Learning.SiteEncoding;

/// <summary>
/// Joint encoder of a whole site: signals become tokens per layer, entity and patch of time; blocks attend over time within a layer, over
/// the layers of an entity, and over all entities and the site, guided by kinds and relations. Entities have no numbers and signals no
/// columns: the order of entities changes nothing, and other entities, groups and signals need no other network.
/// </summary>
public sealed class SiteEncoder : nn.Module<SiteInput, EncodedSite>
{
    private readonly SignalTokenizer tokenizer;
    private readonly ModuleList<TransformerBlock> time_blocks;
    private readonly ModuleList<TransformerBlock> layer_blocks;
    private readonly ModuleList<RelationBlock> site_blocks;
    private readonly Norm output_norm;
    private readonly Parameter site_position;

    /// <param name="config">Sizes.</param>
    /// <param name="signals">Signals with rows of their own.</param>
    public SiteEncoder(SiteEncoderConfig config, SignalTable signals) : base(nameof(SiteEncoder))
    {
        (Config, Signals) = (config.Checked(), signals);
        var head = config.EmbedDim / config.NumHeads;
        var blocks = config.Blocks;
        tokenizer = new SignalTokenizer(config, signals.Count);
        time_blocks = List(config.NumTimeBlocks, () => Block(config.NumPatches));
        // Layers have no order: one place for all of them.
        layer_blocks = List(config.NumLayerBlocks, () => Block(1));
        site_blocks = List(config.NumSiteBlocks, () => new RelationBlock(config));
        output_norm = new Norm(config.EmbedDim);
        using (NewDisposeScope())
            site_position = new Parameter(randn(1, 1, config.EmbedDim).mul_(0.02).DetachFromDisposeScope());
        RegisterComponents();

        TransformerBlock Block(int patches) => new(blocks, new RotaryTime(patches, 1, head, blocks.RotaryBase));
    }

    /// <summary>Sizes this encoder was built with.</summary>
    public SiteEncoderConfig Config { get; }

    /// <summary>Signals it knows.</summary>
    public SignalTable Signals { get; }

    /// <inheritdoc/>
    public override EncodedSite forward(SiteInput input)
    {
        var (windows, embed, last) = (input.Windows, Config.EmbedDim, Config.NumPatches - 1);
        var counts = input.Layers.Select(layer => (long)windows * layer.Entities).ToArray();
        var time = cat([.. input.Layers.Select(tokenizer.call)], 0);
        foreach (var block in time_blocks)
            time = block.call(time);
        var now = time.select(1, last).split(counts);
        var fused = Fuse(input, now);
        var byKind = new List<Tensor> { site_position.expand(windows, 1, embed) };
        for (var l = 0; l < fused.Length;)
        {
            var same = SameKind(input, l);
            byKind.Add((same == 1 ? fused[l] : stack(fused[l..(l + same)], 0).mean([0])).reshape(windows, -1, embed));
            l += same;
        }
        var entities_BND = cat([.. byKind], 1);
        foreach (var block in site_blocks)
            entities_BND = block.call(entities_BND, input);
        entities_BND = output_norm.call(entities_BND);
        return new EncodedSite(
            entities_BND.select(1, 0), entities_BND.narrow(1, 1, entities_BND.shape[1] - 1), LayersOf(input, fused),
            Reconstruct(input, time.split(counts), entities_BND));
    }

    /// <summary>The tokens of every layer after a look at the other layers of the same entity.</summary>
    private Tensor[] Fuse(SiteInput input, Tensor[] now)
    {
        var fused = (Tensor[])now.Clone();
        for (var l = 0; l < now.Length;)
        {
            var same = SameKind(input, l);
            var tokens = stack(now[l..(l + same)], 1);
            foreach (var block in layer_blocks)
                tokens = block.call(tokens);
            for (var i = 0; i < same; i++)
                fused[l + i] = tokens.select(1, i);
            l += same;
        }
        return fused;
    }

    private static int SameKind(SiteInput input, int first)
    {
        var end = first + 1;
        while (end < input.Layers.Count && input.Layers[end].Kind == input.Layers[first].Kind)
            end++;
        return end - first;
    }

    private Tensor LayersOf(SiteInput input, Tensor[] fused)
    {
        var result = new Tensor[Enum.GetValues<Layer>().Length];
        for (var layer = 0; layer < result.Length; layer++)
        {
            var parts = Enumerable.Range(0, fused.Length).Where(l => (int)input.Layers[l].Layer == layer)
                .Select(l => fused[l].reshape(input.Windows, -1, Config.EmbedDim)).ToArray();
            result[layer] = parts.Length > 0
                ? cat(parts, 1).mean([1]) : tokenizer.Substitutes.narrow(0, layer, 1).expand(input.Windows, Config.EmbedDim);
        }
        return stack(result, 1);
    }

    private Tensor?[] Reconstruct(SiteInput input, Tensor[] time, Tensor entities_BND)
    {
        var result = new Tensor?[time.Length];
        long first = 1;
        for (var l = 0; l < time.Length; l++)
        {
            var layer = input.Layers[l];
            if (layer.Asked is not null)
            {
                var context = entities_BND.narrow(1, first, layer.Entities).reshape(-1, 1, Config.EmbedDim);
                result[l] = tokenizer.Reconstruct(layer, time[l] + context);
            }
            if (l + 1 < time.Length && input.Layers[l + 1].Kind != layer.Kind)
                first += layer.Entities;
        }
        return result;
    }

    private static ModuleList<T> List<T>(int count, Func<T> module) where T : nn.Module =>
        new([.. Enumerable.Range(0, count).Select(_ => module())]);
}
