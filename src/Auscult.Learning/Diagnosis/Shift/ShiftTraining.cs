using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using static TorchSharp.torch;

namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>Learns a <see cref="ShiftModel"/>.</summary>
internal static class ShiftTraining
{
    public static ShiftModel Fit(IReadOnlyList<SiteShifts> train, ShiftDiagnoserConfig config, Seeds seeds)
    {
        var classes = DiagnosisClasses.Of(train);
        var moments = LabelledMoments.Of(train, classes, config.Moments, seeds.Child("moments"));
        if (moments.All(moment => classes.IsBenign[moment.Class]))
            throw new InputException("the training sites hold no labelled fault", remedy: "diagnosis is learned from labelled incidents");
        var signals = train.SelectMany(site => site.Kinds).SelectMany(kind => kind.Signals.Select(signal => SignalScales.Key(kind.Kind, signal.Name)))
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        var features = new SiteFeatures(signals);
        var rows = new float[moments.Count][];
        var featuresOf = train.Select(features.On).ToArray();
        Parallel.For(0, rows.Length, i => rows[i] = featuresOf[moments[i].Site](moments[i].Moment));

        var (copies, labels) = WithDropped(rows, moments, signals.Length, config, seeds.Child("dropped").Generator());
        AddWeaker(copies, labels, config.WeakestShare, seeds.Child("weaker").Generator());
        var (mean, scale) = Standard(rows);
        var (blame, kinds) = FitBlame(train, moments, signals, classes, config);
        return new ShiftModel
        {
            Classes = classes,
            Signals = signals,
            Trees = config.Classifier == ShiftClassifier.Trees
                ? ExtraTrees.Fit(
                    [.. copies], [.. labels], ClassBalance.PerExample(labels, classes.Names.Count), classes.Names.Count, config.Trees, seeds.Child("trees"))
                : null,
            Linear = config.Classifier == ShiftClassifier.Linear
                ? SoftmaxRegression.Fit(
                    [.. copies.Select(row => Array.ConvertAll(row, value => (double)value))], labels, classes.Names.Count, config.ClassPenalty, config.NumSteps)
                : null,
            Mean = mean,
            Scale = scale,
            Blame = blame,
            KindOfClass = kinds,
            NormalLevels = StrangeFeatures.Levels([.. rows.Where((_, i) => moments[i].Class == 0)], features.Width),
            Components = Components(rows, moments, classes, mean, scale, config.EmbeddingWidth),
        };
    }

    private static (List<float[]> Rows, List<int> Labels) WithDropped(
        float[][] rows, IReadOnlyList<LabelledMoment> moments, int signals, ShiftDiagnoserConfig config, Random random)
    {
        var (copies, labels) = (new List<float[]>(), new List<int>());
        for (var copy = 0; copy <= config.DroppedCopies; copy++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var row = (float[])rows[i].Clone();
                var share = copy == 0 ? 0 : random.NextDouble() * config.DroppedShare;
                for (var s = 0; s < signals && share > 0; s++)
                {
                    if (random.NextDouble() < share)
                        Array.Clear(row, s * SiteFeatures.PerSignal, SiteFeatures.PerSignal);
                }
                copies.Add(row);
                labels.Add(moments[i].Class);
            }
        }
        return (copies, labels);
    }

    /// <summary>Adds a weaker copy of each. Features are asinh of multiples of a spread: a factor on these takes its logarithm off, down to nothing.</summary>
    private static void AddWeaker(List<float[]> copies, List<int> labels, double weakestShare, Random random)
    {
        for (var (i, count) = (0, weakestShare < 1 ? copies.Count : 0); i < count; i++)
        {
            var less = -(float)Math.Log(weakestShare + ((1 - weakestShare) * random.NextDouble()));
            copies.Add(Array.ConvertAll(copies[i], value => MathF.CopySign(MathF.Max(0, MathF.Abs(value) - less), value)));
            labels.Add(labels[i]);
        }
    }

    private static (Dictionary<EntityKind, BlameModel> Blame, Dictionary<EntityKind, double[]> Kinds) FitBlame(
        IReadOnlyList<SiteShifts> train, IReadOnlyList<LabelledMoment> moments, string[] signals, DiagnosisClasses classes, ShiftDiagnoserConfig config)
    {
        var faults = moments.Where(moment => !classes.IsBenign[moment.Class] && moment.Incident!.Root is not null).ToArray();
        var (blame, kinds) = (new Dictionary<EntityKind, BlameModel>(), new Dictionary<EntityKind, double[]>());
        foreach (var ofKind in faults.GroupBy(moment => KindOf(train, moment)))
        {
            var features = EntityFeatures.OfKind(signals, ofKind.Key);
            var cases = ofKind.GroupBy(moment => (moment.Site, moment.Incident!.Root!.Value.Kind)).SelectMany(ofSite =>
            {
                var featuresOf = features.On(train[ofSite.Key.Site].Kinds[ofSite.Key.Kind]);
                return ofSite.Select(moment => (featuresOf(moment.Moment), moment.Incident!.Root!.Value.Entity));
            }).ToArray();
            blame[ofKind.Key] = BlameModel.Fit(cases, features.Width, config.BlamePenalty, config.NumSteps);
            kinds[ofKind.Key] =
            [
                .. Enumerable.Range(0, classes.Names.Count).Select(c =>
                    (double)ofKind.Count(moment => moment.Class == c) / Math.Max(1, faults.Count(moment => moment.Class == c))),
            ];
        }
        return (blame, kinds);
    }

    private static EntityKind KindOf(IReadOnlyList<SiteShifts> train, LabelledMoment moment) =>
        train[moment.Site].Kinds[moment.Incident!.Root!.Value.Kind].Kind;

    private static (double[] Mean, double[] Scale) Standard(float[][] rows)
    {
        var (mean, scale) = (new double[rows[0].Length], new double[rows[0].Length]);
        Parallel.For(0, mean.Length, f =>
        {
            mean[f] = rows.Average(row => row[f]);
            var deviation = Math.Sqrt(rows.Average(row => (row[f] - mean[f]) * (row[f] - mean[f])));
            scale[f] = deviation > 1e-6 ? 1 / deviation : 0;
        });
        return (mean, scale);
    }

    /// <summary>Principal directions of the standardised features over moments of incidents, from the small Gram matrix.</summary>
    private static float[][] Components(
        float[][] rows, IReadOnlyList<LabelledMoment> moments, DiagnosisClasses classes, double[] mean, double[] scale, int width)
    {
        using var scope = NewDisposeScope();
        var chosen = Enumerable.Range(0, rows.Length).Where(i => !classes.IsBenign[moments[i].Class]).ToArray();
        var data = chosen.SelectMany(i => rows[i].Select((value, f) => (float)((value - mean[f]) * scale[f]))).ToArray();
        var x_NF = tensor(data, [chosen.Length, rows[0].Length]);
        var (_, singular, right_FK) = linalg.svd(x_NF, false);
        var kept = (int)Math.Min(width, singular.shape[0]);
        var directions_KF = right_FK.narrow(0, 0, kept).contiguous();
        var values = directions_KF.data<float>().ToArray();
        // Fewer examples than numbers leave the last ones 0: an embedding is as wide as was asked for, whatever was learned from.
        return [.. values.Chunk(rows[0].Length), .. Enumerable.Range(kept, width - kept).Select(_ => new float[rows[0].Length])];
    }
}
