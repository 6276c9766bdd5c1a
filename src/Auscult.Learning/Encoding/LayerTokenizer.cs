using TorchSharp.Modules;
using static TorchSharp.torch;

// B windows, T time, C signals of this layer, N patches, P rows of a patch, D embed
namespace Auscult.Learning.Encoding;

/// <summary>
/// Turns the patches of one layer's signals into tokens. A patch shows its values, which of them are visible, and per signal the
/// mean, the log deviation, the range and the age (time since the signal was last visible, as a share of the window). A patch
/// without any visible value becomes a learned substitute token, so that "nothing was seen" is not mistaken for zeros.
/// </summary>
internal sealed class LayerTokenizer : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>Deviation below which two patches look equally still, in scaled units.</summary>
    private const double StillDeviation = 0.01;

    private readonly Projection embed;
    private readonly Parameter substitute;
    private readonly int _numPatches;
    private readonly int _patchLength;
    private readonly double _limit;

    /// <param name="config">Width and input limit.</param>
    /// <param name="layout">Window and patch length.</param>
    /// <param name="numSignals">Signals of this layer, C.</param>
    public LayerTokenizer(JointEncoderConfig config, EncoderLayout layout, int numSignals) : base(nameof(LayerTokenizer))
    {
        (_numPatches, _patchLength, _limit) = (layout.NumPatches, layout.PatchLength, config.InputLimit);
        embed = new Projection(numSignals * ((2 * layout.PatchLength) + 4), config.EmbedDim);
        using (NewDisposeScope())
            substitute = new Parameter(randn(config.EmbedDim).mul_(0.02).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <summary>Scaled values and visibility <c>[window, time, signal]</c> to tokens <c>[window, patch, embed]</c>.</summary>
    public override Tensor forward(Tensor values_BTC, Tensor visible_BTC)
    {
        var (windows, signals) = (values_BTC.shape[0], values_BTC.shape[2]);
        var v_BNPC = visible_BTC.reshape(windows, _numPatches, _patchLength, signals);
        var x_BNPC = values_BTC.clamp(-_limit, _limit).reshape(windows, _numPatches, _patchLength, signals) * v_BNPC;

        var count_BNC = v_BNPC.sum(2);
        var divisor_BNC = count_BNC.clamp_min(1);
        var mean_BNC = x_BNPC.sum(2) / divisor_BNC;
        var variance_BNC = ((x_BNPC - mean_BNC.unsqueeze(2)) * v_BNPC).square().sum(2) / divisor_BNC;
        var logDeviation_BNC = (variance_BNC + (StillDeviation * StillDeviation)).log().mul(0.5) - Math.Log(StillDeviation);
        var hidden_BNPC = (1 - v_BNPC) * (2 * _limit);
        var range_BNC = ((x_BNPC - hidden_BNPC).amax([2]) - (x_BNPC + hidden_BNPC).amin([2])).clamp_min(0);

        var features = cat(
            [x_BNPC.flatten(2), v_BNPC.flatten(2), mean_BNC, logDeviation_BNC, range_BNC, Age(v_BNPC)], -1);
        var token_BND = embed.call(features);
        var anyVisible_BN1 = count_BNC.sum(-1, keepdim: true).gt(0);
        return where(anyVisible_BN1, token_BND, substitute.to(token_BND.dtype));
    }

    /// <summary>Rows since a signal was last visible, counted at the end of each patch, as a share of the window.</summary>
    private Tensor Age(Tensor v_BNPC)
    {
        var rows = _numPatches * _patchLength;
        var number_NP1 = arange(1, rows + 1, dtype: v_BNPC.dtype, device: v_BNPC.device).reshape(_numPatches, _patchLength, 1);
        var lastSeen_BNC = (v_BNPC * number_NP1).amax([2]);
        var ages = new Tensor[_numPatches];
        var last_BC = lastSeen_BNC.select(1, 0);
        for (var n = 0; n < _numPatches; n++)
        {
            last_BC = maximum(last_BC, lastSeen_BNC.select(1, n));
            ages[n] = (((n + 1) * _patchLength) - last_BC) / rows;
        }
        return stack(ages, 1);
    }
}
