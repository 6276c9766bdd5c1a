using static TorchSharp.torch;

// B sequences, N tokens, H heads, E head width
namespace Auscult.Learning.Encoding;

/// <summary>
/// Rotary positions (Su et al. 2021, "RoFormer"): pairs of query and key components turn by an angle proportional to the token's
/// patch number, so that attention sees distances in time and not absolute positions. Tokens of different layers at the same
/// time turn alike. <c>[sequence, head, token, width] -> [sequence, head, token, width]</c>
/// </summary>
internal sealed class RotaryTime : nn.Module<Tensor, Tensor>
{
    private readonly Tensor cos;
    private readonly Tensor sin;

    /// <param name="numPatches">Tokens of one layer.</param>
    /// <param name="numLayers">Layers whose tokens follow one another in a sequence.</param>
    /// <param name="headWidth">Even width of one attention head.</param>
    /// <param name="rotaryBase">Base of the frequencies.</param>
    public RotaryTime(int numPatches, int numLayers, int headWidth, double rotaryBase) : base(nameof(RotaryTime))
    {
        var pairs = headWidth / 2;
        var cosines = new float[numLayers * numPatches * pairs];
        var sines = new float[cosines.Length];
        for (var i = 0; i < cosines.Length; i++)
        {
            var angle = (i / pairs % numPatches) * Math.Pow(rotaryBase, -(double)(i % pairs) / pairs);
            (cosines[i], sines[i]) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
        }
        cos = tensor(cosines, [numLayers * numPatches, pairs]);
        sin = tensor(sines, [numLayers * numPatches, pairs]);
        register_buffer(nameof(cos), cos, persistent: false);
        register_buffer(nameof(sin), sin, persistent: false);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x_BHNE)
    {
        var halves = x_BHNE.chunk(2, dim: -1);
        var (a, b) = (halves[0], halves[1]);
        var (c, s) = a.dtype == ScalarType.Float32 ? (cos, sin) : (cos.to(a.dtype), sin.to(a.dtype));
        return cat([(a * c) - (b * s), (a * s) + (b * c)], -1);
    }
}
