using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Prediction;
using Auscult.Learning.Sites;

namespace Auscult.Learning.Tests.Prediction;

public sealed class HazardModelTests : IClassFixture<HazardModelTests.Learned>
{
    private readonly Learned _learned;

    public HazardModelTests(Learned learned) => _learned = learned;

    private ClassHazard Worn => _learned.Model.Classes.Single(one => one.FaultClass == RampSites.FaultClass);

    [Fact]
    public void A_growing_signal_is_learned_and_found_at_a_site_with_other_entities()
    {
        Worn.Alarms.ShouldAllBe(terms => terms.Threshold != null, string.Join("; ", Worn.Alarms));
        Worn.Features.ShouldContain(name => name.StartsWith(RampSites.Grown, StringComparison.Ordinal));
        var dataset = RampSites.Dataset("elsewhere", 3, gpus: 5);
        using var site = Site.Open(dataset, "elsewhere1", RampSites.Config.Site);
        var onset = site.Incidents.Single(placed => placed.Incident.FaultClass == RampSites.FaultClass).Incident;
        var predictor = new Predictor(_learned.Model);
        var near = predictor.Predict(site, onset.Onset.AddMinutes(-3));
        near.Predictions[0].Entity.ShouldBe(onset.RootEntity);
        near.Predictions[0].Alarm.ShouldNotBeNull();
        near.Predictions[0].Evidence[0].Signal.ShouldBe(RampSites.Grown);
        var early = predictor.Predict(site, onset.Onset.AddMinutes(-40)).Predictions.Single(one => one.Entity == onset.RootEntity);
        early.Alarm.ShouldBeNull();
        early.Horizons[1].Probability.ShouldBeLessThan(near.Predictions[0].Horizons[1].Probability);
    }

    [Fact]
    public void A_class_without_signs_is_called_not_predictable()
    {
        _learned.Model.Classes.Single(one => one.FaultClass == RampSites.Sudden).Alarms.ShouldAllBe(terms => terms.Threshold == null && terms.Ceiling == 0);
        new Predictor(_learned.Model).Predict(_learned.Train[0]).NotPredictable.ShouldBe([RampSites.Sudden]);
    }

    [Fact]
    public void Later_rows_change_nothing()
    {
        const int now = 120;
        var plain = RampSites.Dataset("same", 1, gpus: 4);
        var changed = RampSites.Dataset("same", 1, gpus: 4, after: (_, row, value) => row >= now ? 50 - value : value);
        using var first = Site.Open(plain, "same0", RampSites.Config.Site);
        using var second = Site.Open(changed, "same0", RampSites.Config.Site);
        var predictor = new Predictor(_learned.Model);
        var time = RampSites.Start.AddSeconds(30 * now);
        var before = predictor.Predict(first, time);
        predictor.Predict(second, time).Predictions.SelectMany(one => one.Horizons).ShouldBe(before.Predictions.SelectMany(one => one.Horizons));
        predictor.Predict(second, time.AddMinutes(5)).Predictions.SelectMany(one => one.Horizons)
            .ShouldNotBe(predictor.Predict(first, time.AddMinutes(5)).Predictions.SelectMany(one => one.Horizons));
    }

    [Fact]
    public void Probabilities_never_fall_with_the_horizon()
    {
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var features = Enumerable.Range(0, Worn.Features.Count).Select(_ => (float)((random.NextDouble() - 0.5) * 40)).ToArray();
            var cumulative = Worn.Hazard.Cumulative(features);
            cumulative.ShouldBeInOrder(SortDirection.Ascending);
            cumulative.ShouldAllBe(p => p >= 0 && p <= 1);
        }
    }

    [Fact]
    public void A_model_is_read_as_it_was_written()
    {
        using var folder = new TestFolder();
        _learned.Model.Save(folder.Path);
        var read = Predictor.Load(folder.Path);
        read.Predict(_learned.Train[2]).Predictions.SelectMany(one => one.Horizons)
            .ShouldBe(new Predictor(_learned.Model).Predict(_learned.Train[2]).Predictions.SelectMany(one => one.Horizons));
    }

    [Fact]
    public void Damaged_models_and_missing_ones_are_told_in_one_line()
    {
        using var folder = new TestFolder();
        Should.Throw<InputException>(() => HazardModel.Load(folder.Path)).Message.ShouldContain(HazardModel.FileName);
        _learned.Model.Save(folder.Path);
        var file = Path.Combine(folder.Path, HazardModel.FileName);
        var text = File.ReadAllText(file);
        File.WriteAllText(file, text[..(text.Length / 2)]);
        Should.Throw<InputException>(() => HazardModel.Load(folder.Path)).Message.ShouldContain(HazardModel.FileName);
        File.WriteAllText(file, text.Replace("\"version\": 1", "\"version\": 9", StringComparison.Ordinal));
        Should.Throw<InputException>(() => HazardModel.Load(folder.Path)).Message.ShouldContain("version 9");
        var (narrow, folderPath) = (Worn.Hazard with { Mean = [] }, folder.Path);
        (_learned.Model with { Classes = [Worn with { Hazard = narrow }] }).Save(folderPath);
        Should.Throw<InputException>(() => HazardModel.Load(folderPath)).Message.ShouldContain(RampSites.FaultClass);
    }

    [Fact]
    public void Horizons_that_do_not_ascend_and_sites_without_faults_are_refused()
    {
        var none = new LabelledPrecursors([], []);
        Should.Throw<InputException>(() => HazardTraining.Fit(none, none, SignalScales.None, new PredictionConfig { HorizonMinutes = [5, 1] }));
        Should.Throw<InputException>(() => HazardTraining.Fit(none, none, SignalScales.None, new PredictionConfig())).Message.ShouldContain("no labelled fault");
    }

    public sealed class Learned : IDisposable
    {
        public Learned()
        {
            Train = RampSites.Open(RampSites.Dataset("site", 12, gpus: 3));
            Validation = RampSites.Open(RampSites.Dataset("other", 6, gpus: 4));
            Model = RampSites.Fit(Train, Validation);
        }

        public IReadOnlyList<Site> Train { get; }

        public IReadOnlyList<Site> Validation { get; }

        public HazardModel Model { get; }

        public void Dispose()
        {
            foreach (var site in Train.Concat(Validation))
                site.Dispose();
        }
    }
}
