using Auscult.Cli.Hosting;
using Auscult.Cli.Verbs;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Results;
using Auscult.Evaluation.RootCause;

namespace Auscult.Cli.Tests.Verbs;

public sealed class EvaluationTablesTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(160)]
    public void Caveats_are_footnotes_that_rows_share(int width)
    {
        var lines = Written(width).Split('\n').Select(line => line.TrimEnd()).ToArray();

        lines.ShouldContain("  [1] a control gives 0.90");
        lines.ShouldContain("  [2] its encoder saw unlabelled rows");
        lines.ShouldContain(line => line.Contains("nearest-neighbour", StringComparison.Ordinal) && line.EndsWith("means nothing [1]", StringComparison.Ordinal));
        lines.Count(line => line.Contains("encoder", StringComparison.Ordinal) && line.EndsWith("beats its controls [2]", StringComparison.Ordinal)).ShouldBe(2);
        lines.ShouldContain(line => line.Contains("flagged", StringComparison.Ordinal) && line.EndsWith("means nothing [1][2]", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("majority", StringComparison.Ordinal) && line.EndsWith("control", StringComparison.Ordinal));
        lines.ShouldAllBe(line => line.Length <= width);
    }

    private static string Written(int width)
    {
        const string Caveat = "its encoder saw unlabelled rows";
        var writer = new StringWriter { NewLine = "\n" };
        var console = Consoles.Create(writer, isTerminal: false, _ => null);
        console.Profile.Width = width;
        EvaluationTables.Write(console, new EvaluationResults
        {
            Created = DateTimeOffset.UnixEpoch,
            Program = "0.1.0",
            Seconds = 1,
            Config = "",
            Notes = [],
            Data = new DataSummary
            {
                Dataset = "lab",
                Fingerprint = "abc",
                Entities = ["node0"],
                StepSeconds = 1,
                SplitRows = new Dictionary<string, long>(StringComparer.Ordinal),
                Layers = [],
                Recordings = [],
                Classes = [],
            },
            Detection = [],
            RootCause =
            [
                new RootCauseResults
                {
                    Split = "by occurrence, 5 folds",
                    Classes = ["a", "b"],
                    ClassCounts = [3, 2],
                    BlindDetector = "robust-z",
                    Rows =
                    [
                        Row("majority", "known", RootCauseEvaluation.ControlNote, null),
                        Row("nearest-neighbour", "known", null, "a control gives 0.90"),
                        Row("encoder-embedding", "known", Caveat, null),
                        Row("encoder-embedding", "blind", Caveat, null),
                        Row("flagged", "known", Caveat, "a control gives 0.90"),
                    ],
                },
            ],
        });
        return writer.ToString();
    }

    private static RootCauseRow Row(string name, string interval, string? note, string? meansNothing) => new()
    {
        Classifier = name,
        Note = note,
        Interval = interval,
        Incidents = 5,
        Missed = 1,
        MacroF1 = new Figure(0.8, 0.7, 0.9),
        BalancedAccuracy = new Figure(0.8, 0.7, 0.9),
        Others = [new("ac@1", 0.8)],
        Recalls = [0.5, 1],
        Confusion = [[2, 1, 0], [0, 1, 1]],
        FaultFree = new Figure(0.9, 0.8, 1),
        Chance = new ConfidenceInterval(0.1, 0.3),
        MeansNothing = meansNothing,
    };
}
