using Auscult.Learning.Diagnosis;
using static TorchSharp.torch;

// B windows, N entities of all kinds, D embed, K classes
namespace Auscult.Learning.SiteEncoding;

/// <summary>The losses of a step, weighed by the configuration.</summary>
internal sealed class SiteObjective(SiteTrainingConfig config)
{
    /// <param name="site">What the encoder says.</param>
    /// <param name="verdict">What the head says.</param>
    /// <param name="input">What they were shown.</param>
    /// <param name="labels">Label of each window.</param>
    /// <param name="roots">Position of the cause of each window among the shown entities; -1 where there is none.</param>
    /// <returns>A scalar.</returns>
    public Tensor Loss(EncodedSite site, SiteVerdict verdict, SiteInput input, LabelledMoment[] labels, int[] roots)
    {
        var device = verdict.Classes.device;
        var classes_B = tensor(Array.ConvertAll(labels, label => (long)label.Class), device: device);
        var loss = zeros([], device: device);
        if (config.ClassWeight > 0)
            loss += nn.functional.cross_entropy(verdict.Classes, classes_B, label_smoothing: config.LabelSmoothing) * config.ClassWeight;
        var blamed = Enumerable.Range(0, roots.Length).Where(b => roots[b] >= 0).ToArray();
        if (config.BlameWeight > 0 && blamed.Length > 0)
        {
            var (entities, classes) = (verdict.Blame.shape[1], verdict.Blame.shape[2]);
            var cells = Array.ConvertAll(blamed, b => ((b * entities) + roots[b]) * classes + labels[b].Class);
            loss -= verdict.Blame.reshape(-1).index_select(0, tensor(cells, device: device)).sum() * (config.BlameWeight / roots.Length);
        }
        if (config.ReconstructionWeight > 0)
            loss += Reconstruction(site, input) * config.ReconstructionWeight;
        return loss;
    }

    /// <summary>Mean Huber loss over hidden shifts that were known.</summary>
    private static Tensor Reconstruction(EncodedSite site, SiteInput input)
    {
        var device = site.Site.device;
        var (sum, count) = (zeros([], device: device), zeros([], device: device));
        for (var l = 0; l < input.Layers.Count; l++)
        {
            if (input.Layers[l] is not { Asked: { } asked, Targets: { } targets } || site.Reconstruction[l] is not { } suggested)
                continue;
            sum += (nn.functional.huber_loss(suggested, targets, 1, nn.Reduction.None) * asked).sum();
            count += asked.sum();
        }
        return sum / count.clamp_min(1);
    }
}
