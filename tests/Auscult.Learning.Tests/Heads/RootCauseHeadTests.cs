using Auscult.Foundation;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Tests.Heads;

public sealed class RootCauseHeadTests : IDisposable
{
    private static readonly string[] Classes = ["cpu_contention", "disk_saturation", "network_congestion"];
    private static readonly Layer[] Layers = [Layer.Hardware, Layer.Storage, Layer.Network];
    private static readonly int[] Columns = [0, 4, 2];

    private readonly TestFolder _folder = new();
    private readonly Frame _frame = WithFaults();

    [Fact]
    public void It_names_class_layer_and_signal_of_faults_it_has_not_seen()
    {
        var head = Head();
        head.Fit(Examples(0, 18));

        foreach (var example in Examples(18, 24))
        {
            var probabilities = head.Predict(example);
            probabilities.Sum().ShouldBe(1, 1e-9);
            head.Classes[Array.IndexOf(probabilities, probabilities.Max())].ShouldBe(example.FaultClass);
            var layers = head.PredictLayers(example);
            ((Layer)Array.IndexOf(layers, layers.Max())).ShouldBe(example.Layer);
            head.RankSignals(example)[0].Signal.ShouldBe(_frame.Schema.Signals[Columns[Array.IndexOf(Classes, example.FaultClass)]].Name);
        }
    }

    [Fact]
    public void A_saved_model_predicts_the_same()
    {
        var head = Head();
        head.Fit(Examples(0, 18));
        head.Model!.Save(_folder.File("root_cause.json"));
        var restored = Head();
        restored.Restore(RootCauseModel.Load(_folder.File("root_cause.json")));

        restored.Predict(Examples(18, 24)[0]).ShouldBe(head.Predict(Examples(18, 24)[0]));
        restored.Classes.ShouldBe(head.Classes);
    }

    [Fact]
    public void The_same_seed_gives_the_same_head()
    {
        var (first, second) = (Head(), Head());
        first.Fit(Examples(0, 18));
        second.Fit(Examples(0, 18));

        second.Model!.Regression.Weights.ShouldBe(first.Model!.Regression.Weights);
        second.Model.Temperature.ShouldBe(first.Model.Temperature);
    }

    [Fact]
    public void Labels_that_mean_nothing_give_probabilities_that_say_so()
    {
        var random = new Seeds(5).Generator();
        var shuffled = Examples(0, 24).Select(e => e with { FaultClass = Classes[random.Next(3)] }).ToArray();
        var head = Head();
        head.Fit(shuffled);

        Examples(0, 24).Average(e => head.Predict(e).Max()).ShouldBeLessThan(0.75);
    }

    [Fact]
    public void One_class_is_an_input_error() =>
        Should.Throw<InputException>(() => Head().Fit([.. Examples(0, 18).Where(e => e.FaultClass == Classes[0])])).Message.ShouldContain("1 class");

    public void Dispose()
    {
        _frame.Dispose();
        _folder.Dispose();
    }

    private RootCauseHead Head() => new(
        _frame, RobustScaler.Fit(_frame, [new RowRange(0, 0, 50)]), null, new RootCauseConfig { Features = RootCauseFeatures.Shifts }, new Seeds(1));

    // Fault i has class i % 3 and lasts from row 100 i + 60 to 100 i + 90.
    private static IncidentExample[] Examples(int first, int end) => [.. Enumerable.Range(first, end - first).Select(i => new IncidentExample(
        $"incident-{i}", new RowRange(0, (100 * i) + 60, 30), new RowRange(0, 100 * i, 60), Classes[i % 3], Layers[i % 3], "recording-0"))];

    private static MemoryFrame WithFaults()
    {
        var normal = TestFrames.Correlated(2400);
        return TestFrames.Of(2400, [.. normal.Schema.Signals.Select(s => (s.Layer, s.Name))], (row, s) =>
            normal.Rows(0, row, 1)[s] + (row % 100 is >= 60 and < 90 && s == Columns[row / 100 % 3] ? 60 + (row / 100) : 0));
    }
}
