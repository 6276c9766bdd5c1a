using Auscult.Evaluation.RootCause;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Tests.RootCause;

public sealed class FeatureClassifierTests
{
    private static readonly Dictionary<string, double[]> Features = new(StringComparer.Ordinal)
    {
        ["a1"] = [0, 0], ["a2"] = [0.2, 0.1], ["b1"] = [5, 5], ["b2"] = [5.1, 4.8], ["b3"] = [4.9, 5.3], ["query"] = [4.5, 4.6],
    };

    public static TheoryData<string> Learners => ["nearest", "logistic"];

    [Theory]
    [MemberData(nameof(Learners))]
    public void The_nearer_class_wins_and_probabilities_sum_to_one(string name)
    {
        var classifier = Create(name);
        classifier.Fit([Example("a1", "a"), Example("a2", "a"), Example("b1", "b"), Example("b2", "b"), Example("b3", "b")]);
        classifier.Classes.ShouldBe(["a", "b"]);
        var probabilities = classifier.Predict(Example("query", "a"));
        probabilities.Sum().ShouldBe(1, 1e-9);
        probabilities[1].ShouldBeGreaterThan(0.6);
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_second_fit_forgets_the_first(string name)
    {
        var classifier = Create(name);
        classifier.Fit([Example("a1", "x"), Example("b1", "y")]);
        classifier.Fit([Example("a1", "b"), Example("a2", "b"), Example("b1", "a"), Example("b2", "a")]);
        classifier.Classes.ShouldBe(["a", "b"]);
        classifier.Predict(Example("query", "?"))[0].ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Majority_answers_with_the_training_frequencies()
    {
        var classifier = new MajorityClassifier();
        classifier.Fit([Example("a1", "a"), Example("b1", "b"), Example("b2", "b"), Example("b3", "b")]);
        classifier.Predict(Example("query", "a")).ShouldBe([0.25, 0.75]);
    }

    private static IRootCauseClassifier Create(string name) => name == "nearest"
        ? new NearestNeighbourClassifier(name, example => Features[example.Id])
        : new LogisticClassifier(name, example => Features[example.Id]);

    private static IncidentExample Example(string id, string label) =>
        new(id, new RowRange(0, 10, 5), new RowRange(0, 0, 10), label, Layer.Hardware, "r");
}
