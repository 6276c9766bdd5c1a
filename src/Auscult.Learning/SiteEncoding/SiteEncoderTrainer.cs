using Auscult.Foundation;
using Auscult.Learning.Diagnosis;
using Auscult.Learning.Sites;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using static TorchSharp.torch;

namespace Auscult.Learning.SiteEncoding;

/// <summary>One optimiser step of a <see cref="SiteEncoder"/>.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Loss before the step.</param>
/// <param name="GradientNorm">Norm of the gradient before it was cut.</param>
public sealed record SiteTrainingStep(int Step, double Loss, double GradientNorm);

/// <summary>
/// Trains a network on labelled sites. What a step does depends on the weights, the seed and its number, and on nothing else.
/// </summary>
internal sealed class SiteEncoderTrainer(SiteTrainingConfig config, Device device, IProgress<SiteTrainingStep>? progress)
{
    private const double ClipNorm = 1;
    private const double WarmupShare = 0.05;

    /// <param name="network">On the device.</param>
    /// <param name="sites">Labelled sites.</param>
    /// <param name="classes">Classes of the network.</param>
    /// <exception cref="InputException">The sites hold no labelled fault.</exception>
    public void Train(SiteNetwork network, IReadOnlyList<SiteShifts> sites, DiagnosisClasses classes)
    {
        var seeds = new Seeds(config.Seed).Child("site-training");
        var views = sites.Select(site => new SiteView(site, network.Encoder.Signals)).ToArray();
        var moments = new MomentDraws(sites, classes, seeds.Child("moments"));
        if (!moments.HasFaults)
            throw new InputException("the training sites hold no labelled fault", remedy: "diagnosis is learned from labelled incidents");
        var rates = new LearningRateSchedule(new TrainingConfig
        {
            LearningRate = config.LearningRate, MaxSteps = config.Steps, WarmupSteps = (int)Math.Ceiling(config.Steps * WarmupShare),
        });
        using var optimizer = ParameterGroups.AdamW(
            network, new TrainingConfig { LearningRate = config.LearningRate, WeightDecay = config.WeightDecay });
        using var average = config.AverageDecay > 0 ? new WeightAverage(network, config.AverageDecay) : null;
        using var teacher = config.LatentWeight > 0 ? new LatentTeacher(network) : null;
        var batches = new SiteInputBuilder(network.Encoder.Config, device);
        network.train();
        for (var step = 0; step < config.Steps; step++)
        {
            using var scope = NewDisposeScope();
            var random = seeds.Child($"{step}").Generator();
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = rates.At(step);
            optimizer.zero_grad();
            var loss = 0.0;
            for (var i = 0; i < config.SitesPerStep; i++)
            {
                using var part = NewDisposeScope();
                var partLoss = Loss(network, teacher, batches, views, moments, classes, random) / config.SitesPerStep;
                partLoss.backward();
                loss += partLoss.item<float>();
            }
            var norm = nn.utils.clip_grad_norm_(network.parameters(), ClipNorm);
            optimizer.step();
            average?.Update();
            teacher?.Update();
            progress?.Report(new SiteTrainingStep(step + 1, loss, norm));
        }
        // Left in place: the averages are the result.
        _ = average?.Swap();
        network.eval();
    }

    private Tensor Loss(
        SiteNetwork network, LatentTeacher? teacher, SiteInputBuilder batches, SiteView[] views, MomentDraws moments,
        DiagnosisClasses classes, Random random)
    {
        var augmentation = new SiteAugmentation(config);
        var labels = moments.Draw(random, config.WindowsPerSite);
        var site = labels[0].Site;
        var roots = Array.ConvertAll(labels, label => classes.IsBenign[label.Class] ? null : label.Incident?.Root);
        var selection = augmentation.Select(views[site], [.. roots.OfType<EntityRef>()], random);
        var drawn = Array.ConvertAll(labels, label => label.Moment);
        var hidden = augmentation.Hide(views[site], selection, roots, random);
        var disguise = new SiteDisguise(hidden, augmentation.Distort(views[site], random), random);
        var input = batches.Build(views[site], drawn, selection, disguise);
        var target = teacher?.Target(batches.Build(views[site], drawn, selection));
        var (encoded, verdict) = network.call(input);
        var places = Array.ConvertAll(roots, root => root is { } entity ? selection.IndexOf(entity) : -1);
        var loss = new SiteObjective(config).Loss(encoded, verdict, input, labels, places);
        return target is null ? loss : loss + (LatentTeacher.Loss(encoded, target) * config.LatentWeight);
    }
}
