using Auscult.Learning.Encoding;
using Auscult.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Learning.SiteEncoding;

/// <summary>
/// Predicts, from the masked input, the embeddings that slowly averaged weights give to the whole input (Baevski et al. 2022, "data2vec").
/// </summary>
internal sealed class LatentTeacher : IDisposable
{
    private const double Decay = 0.99;
    private readonly SiteNetwork _network;
    private readonly WeightAverage _average;
    private readonly Norm _norm;

    public LatentTeacher(SiteNetwork network)
    {
        (_network, _average) = (network, new WeightAverage(network, Decay));
        _norm = new Norm(network.Encoder.Config.EmbedDim);
        _norm.to(network.parameters().First().device);
    }

    /// <summary>Takes an optimiser step into account.</summary>
    public void Update() => _average.Update();

    /// <summary>
    /// The teacher's normalised embeddings of entities; to be taken before the student looks, because weights are exchanged in place.
    /// </summary>
    /// <param name="whole">The input without masks.</param>
    public Tensor Target(SiteInput whole)
    {
        using var frozen = no_grad();
        using var teacher = _average.Swap();
        return _norm.call(_network.Encoder.call(whole).Entities);
    }

    /// <summary>Mean squared distance of the student's embeddings from the teacher's; a scalar.</summary>
    public static Tensor Loss(EncodedSite student, Tensor target) => (student.Entities - target).square().mean();

    /// <inheritdoc/>
    public void Dispose()
    {
        _average.Dispose();
        _norm.Dispose();
    }
}
