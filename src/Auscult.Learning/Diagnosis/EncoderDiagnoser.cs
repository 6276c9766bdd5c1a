using Auscult.Foundation;
using Auscult.Learning.Checkpoints;
using Auscult.Learning.Diagnosis.Shift;
using Auscult.Learning.SiteEncoding;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Torch;
using TorchSharp;
using static TorchSharp.torch;

// B windows, N entities of all kinds, K classes, D embed
namespace Auscult.Learning.Diagnosis;

/// <summary>
/// Diagnoses with a joint encoder over all entities of a site, trained on labelled sites; <c>docs/guide/site-encoder.md</c>.
/// </summary>
/// <param name="encoder">Sizes.</param>
/// <param name="training">How it learns.</param>
/// <param name="device">Where it computes; CPU when absent.</param>
/// <param name="progress">Told of every step of training.</param>
public sealed class EncoderDiagnoser(
    SiteEncoderConfig encoder, SiteTrainingConfig training, Device? device = null, IProgress<SiteTrainingStep>? progress = null)
    : ISiteDiagnoser, IDisposable
{
    private const int WindowsAtOnce = 8;
    private const int QuietPerSite = 40;
    private const string StateFile = "site-encoder.json";

    private readonly Device _device = device ?? CPU;
    private SiteNetwork[] _networks = [];
    private float[] _quietLevels = [];

    private EncoderDiagnoser? _start;

    /// <inheritdoc/>
    public string Name => "encoder";

    /// <inheritdoc/>
    public DiagnosisClasses Classes { get; private set; } = DiagnosisClasses.None;

    /// <summary>Lets the next <see cref="Fit"/> begin with the weights of an earlier diagnoser where it has the same sizes; signals and classes may differ.</summary>
    /// <param name="earlier">Fitted; it has to live until then.</param>
    /// <returns>Whether the sizes are the same.</returns>
    public bool StartFrom(EncoderDiagnoser earlier)
    {
        _start = earlier.Sizes == encoder ? earlier : null;
        return _start is not null;
    }

    private SiteEncoderConfig Sizes => encoder;

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<SiteShifts> train)
    {
        ThreadSettings.Apply();
        var (classes, signals) = (DiagnosisClasses.Of(train), SignalTable.Of(train));
        var networks = new SiteNetwork[training.Members];
        for (var i = 0; i < networks.Length; i++)
        {
            var member = training with { Seed = new Seeds(training.Seed).Child($"member/{i}").Value };
            manual_seed(new Seeds(member.Seed).Child("weights").Value);
            networks[i] = new SiteNetwork(encoder, signals, classes.Names.Count);
            networks[i].to(_device);
            if (_start is { _networks: { Length: > 0 } earlier })
                WarmStart.Copy(earlier[i % earlier.Length], _start.Classes, networks[i], classes);
            new SiteEncoderTrainer(member, _device, progress).Train(networks[i], train, classes);
        }
        Use(networks, classes);
        var features = new SiteFeatures(signals.Names);
        var featuresOf = train.Select(features.On).ToArray();
        var quiet = new MomentDraws(train, classes, new Seeds(training.Seed)).Quiet(QuietPerSite);
        _quietLevels = StrangeFeatures.Levels([.. quiet.Select(moment => featuresOf[moment.Site](moment.Moment))], features.Width);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It was not fitted.</exception>
    public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments)
    {
        if (_networks.Length == 0)
            throw new InvalidOperationException("fit the diagnoser before judging");
        var view = new SiteView(site, _networks[0].Encoder.Signals);
        var featuresOf = new SiteFeatures(_networks[0].Encoder.Signals.Names).On(site);
        var batches = new SiteInputBuilder(encoder, _device);
        var result = new SiteJudgement[moments.Count];
        using var frozen = no_grad();
        for (var first = 0; first < moments.Count; first += WindowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var part = moments.Skip(first).Take(WindowsAtOnce).ToArray();
            var input = batches.Build(view, part, view.Everything);
            var said = Array.ConvertAll(_networks, network => network.call(input));
            var classes = Values(Mean(said.Select(one => one.Verdict.Classes.softmax(1))));
            var blame = Values(Mean(said.Select(one => Blame(one.Verdict))));
            var embeddings = Values(cat([.. said.Select(one => one.Site.Site)], 1));
            for (var b = 0; b < part.Length; b++)
            {
                var embedding = Part(embeddings, b, part.Length);
                result[first + b] = new SiteJudgement(
                    Normalised(Part(classes, b, part.Length)), ByKind(view, Normalised(Part(blame, b, part.Length))),
                    StrangeFeatures.Of(featuresOf(part[b]), _quietLevels), embedding);
            }
        }
        return result;
    }

    /// <summary>Writes networks, classes and settings into a folder.</summary>
    public void Save(string folder)
    {
        if (_networks.Length == 0)
            throw new InvalidOperationException("fit the diagnoser before saving");
        Directory.CreateDirectory(folder);
        for (var i = 0; i < _networks.Length; i++)
            ModuleWeights.Save(WeightsFile(folder, i), _networks[i]);
        AtomicFile.WriteAllText(Path.Combine(folder, StateFile), new SiteEncoderState(
            encoder, training, _networks[0].Encoder.Signals.Names, Classes.Names, Classes.IsBenign,
            _quietLevels).ToJson());
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InputException">A file is missing or malformed.</exception>
    public static EncoderDiagnoser Load(string folder, Device? device = null)
    {
        var file = Path.Combine(folder, StateFile);
        if (!File.Exists(file))
            throw new InputException("no such file", file, remedy: "give the folder of a saved site encoder");
        var state = SiteEncoderState.FromJson(File.ReadAllText(file), file);
        var signals = new SignalTable(state.Signals);
        var networks = new SiteNetwork[state.Training.Members];
        var result = new EncoderDiagnoser(state.Encoder, state.Training, device)
        {
            _quietLevels = [.. state.QuietLevels],
        };
        for (var i = 0; i < networks.Length; i++)
        {
            networks[i] = new SiteNetwork(state.Encoder, signals, state.Classes.Count);
            ModuleWeights.Load(WeightsFile(folder, i), networks[i]);
            networks[i].to(result._device);
            networks[i].eval();
        }
        result.Use(networks, new DiagnosisClasses(state.Classes, state.IsBenign));
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_networks, network => network.Dispose());

    private void Use(SiteNetwork[] networks, DiagnosisClasses classes)
    {
        Dispose();
        (_networks, Classes) = (networks, classes);
    }

    private static string WeightsFile(string folder, int member) => Path.Combine(folder, $"weights-{member}.safetensors");

    private static Tensor Mean(IEnumerable<Tensor> members) => stack([.. members], 0).mean([0]);

    /// <summary>Probability of each entity over the fault classes, as likely as these are; <c>[window, entity]</c>.</summary>
    private Tensor Blame(SiteVerdict verdict)
    {
        var faults_K = tensor(Classes.IsBenign.Select(isBenign => isBenign ? 0f : 1f).ToArray(), device: _device);
        var weights_BK = (verdict.Classes.softmax(1) * faults_K) + 1e-12;
        return (verdict.Blame.exp() * (weights_BK / weights_BK.sum(1, keepdim: true)).unsqueeze(1)).sum(2);
    }

    private static float[] Values(Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();

    private static float[] Part(float[] values, int b, int count) =>
        values[(b * (values.Length / count))..((b + 1) * (values.Length / count))];

    private static double[] Normalised(float[] values)
    {
        var sum = values.Sum(value => (double)value);
        return Array.ConvertAll(values, value => value / sum);
    }

    private static double[][] ByKind(SiteView view, double[] blame) =>
        [.. view.Shifts.Kinds.Select((kind, k) => blame[view.First[k]..(view.First[k] + kind.Entities.Count)])];
}
