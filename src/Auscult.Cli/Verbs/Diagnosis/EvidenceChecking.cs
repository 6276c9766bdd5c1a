using Auscult.Cli.Hosting;
using Auscult.Evaluation.Diagnosis;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary><c>auscult diagnose --check</c>: whether evidence is worth its name, on labelled faults.</summary>
internal static class EvidenceChecking
{
    /// <summary>Checks the faults of some recordings.</summary>
    /// <exception cref="InputException">There is no such recording, or none of them has a labelled fault.</exception>
    public static EvidenceCheck Run(RunModel run, IReadOnlyList<string> named, CliServices services)
    {
        var names = run.Recordings(named, text => services.Error.WriteLine($"auscult: {text}"));
        var outcomes = services.Progress.Run("checking", names.Count, report =>
        {
            var found = new List<EvidenceOutcome>();
            for (var i = 0; i < names.Count; i++)
            {
                services.Cancellation.ThrowIfCancellationRequested();
                report(i, names[i]);
                var shifts = run.Open(names[i]);
                using var site = shifts.Site;
                var info = run.Model.Info;
                found.AddRange(EvidenceCheck.Of(shifts, run.Model.Diagnoser, info.Site, info.Diagnosis.Evidence, new Seeds(1)));
            }
            report(names.Count);
            return found;
        });
        return outcomes.Count > 0 ? new EvidenceCheck { Incidents = outcomes } : throw new InputException(
            "has no labelled fault in these recordings", run.Dataset.Location, remedy: "a check needs labels");
    }

    public static void Write(CliServices services, EvidenceCheck check)
    {
        var table = new WideTable(
            $"Evidence of {Words.Count(check.Incidents.Count, "labelled fault")} in their first minute; 95 % intervals over faults", keys: 1,
            [new("", IsText: true), new("mean"), new("low"), new("high"), new("faults")]);
        Row("probability of the stated class lost without the named signals", check.TopLoss);
        Row("lost without as many others with large shifts", check.RandomLoss);
        Row("difference, fault by fault", check.Difference);
        Row("share of faults of which a labelled signal is named", check.NamesRootSignal);
        Row("share of labelled steps of the chain that are seen", check.LinksSeen);
        Row("rank correlation of their order (0: by chance)", check.OrderCorrelation);
        table.WriteTo(services.Tables);

        void Row(string name, EvidenceFigure figure) => table.AddRow(
            name, Figure(figure.Value), Figure(figure.Low), Figure(figure.High), figure.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        static string Figure(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);
    }
}
