using Auscult.Learning.Encoding;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using TorchSharp.Modules;
using static TorchSharp.torch;

// B windows, E entities of one kind, P patches, S signals of one layer, M moments of a patch, F features, C channels, D embed
namespace Auscult.Learning.SiteEncoding;

/// <summary>
/// Makes one token per patch, entity and layer: every signal adds its features through the weights of its own row in the table, whichever
/// signals a site has; a patch in which nothing was seen becomes a learned substitute of its layer. The way back, from tokens to
/// shifts, has a row per signal too.
/// </summary>
internal sealed class SignalTokenizer : nn.Module<LayerInput, Tensor>
{
    // Signals that speak at once in a patch: the deviation of a token at the start is about 1.
    private const double TypicalSignals = 8;

    private readonly Parameter signal_rows;
    private readonly Parameter output_rows;
    private readonly Parameter layer_position;
    private readonly Parameter kind_position;
    private readonly Parameter substitute;
    private readonly Projection summary;
    private readonly Projection asked;
    private readonly Norm token_norm;
    private readonly Norm asked_norm;
    private readonly SiteEncoderConfig _config;

    public SignalTokenizer(SiteEncoderConfig config, int rows) : base(nameof(SignalTokenizer))
    {
        _config = config;
        var (features, channels) = (config.PatchMoments * CellFeatures.Count, config.PatchMoments * KindShifts.Channels);
        var layers = Enum.GetValues<Layer>().Length;
        using (NewDisposeScope())
        {
            signal_rows = Weights(1 / Math.Sqrt(features * TypicalSignals), rows, features, config.EmbedDim);
            output_rows = Weights(0.1 / Math.Sqrt(config.EmbedDim), rows, channels, config.EmbedDim);
            layer_position = Weights(0.02, layers, config.EmbedDim);
            kind_position = Weights(0.02, SiteInputBuilder.KindCount, config.EmbedDim);
            substitute = Weights(0.02, layers, config.EmbedDim);
        }
        summary = new Projection(CellFeatures.SummaryCount, config.EmbedDim);
        asked = new Projection(config.EmbedDim, config.EmbedDim);
        (token_norm, asked_norm) = (new Norm(config.EmbedDim), new Norm(config.EmbedDim));
        RegisterComponents();
    }

    /// <summary>Learned stand-in for each layer, <c>[layer, embed]</c>.</summary>
    public Tensor Substitutes => substitute;

    /// <inheritdoc/>
    /// <returns><c>[window * entity, patch, embed]</c></returns>
    public override Tensor forward(LayerInput input)
    {
        var tokens = summary.call(input.Summary);
        if (input.Rows is { } rows)
            tokens += input.Cells.matmul(signal_rows.index_select(0, rows).reshape(-1, _config.EmbedDim));
        var stand = substitute.narrow(0, (long)input.Layer, 1);
        var placed = where(input.Seen.gt(0), token_norm.call(tokens), stand)
            + layer_position.narrow(0, (long)input.Layer, 1) + kind_position.narrow(0, (long)input.Kind, 1);
        return placed.reshape(-1, _config.NumPatches, _config.EmbedDim);
    }

    /// <summary>The shifts of a layer that tokens suggest, of the shape of its targets.</summary>
    /// <param name="input">The layer; it has signals.</param>
    /// <param name="tokens"><c>[window * entity, patch, embed]</c></param>
    public Tensor Reconstruct(LayerInput input, Tensor tokens) =>
        asked.call(asked_norm.call(tokens)).reshape(-1, _config.EmbedDim)
            .matmul(output_rows.index_select(0, input.Rows!).reshape(-1, _config.EmbedDim).t());

    private static Parameter Weights(double deviation, params long[] shape) => new(randn(shape).mul_(deviation).DetachFromDisposeScope());
}
