using Auscult.Cli.Hosting;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary>The incidents of recordings as a table for people.</summary>
internal static class DetectionTable
{
    public static void Write(CliServices services, DetectionResults results)
    {
        var incidents = results.Recordings.SelectMany(recording => recording.Incidents).ToArray();
        var hours = results.Recordings.Sum(recording => (recording.End - recording.Start).TotalHours);
        var looked = $"{Words.Count(results.Recordings.Count, "recording")}, {hours:0.0} h, of {results.Dataset}";
        if (incidents.Length == 0)
        {
            services.Output.WriteLine($"no incident in {looked}");
            return;
        }
        var table = new WideTable($"{Words.Count(incidents.Length, "incident")} in {looked} (times UTC)", keys: 1,
        [
            new("incident", IsText: true), new("since", IsText: true), new("lasted"), new("what", IsText: true), new("sure"),
            new("where", IsText: true), new("sure"), new("severity"), new("p"),
        ]);
        foreach (var incident in incidents)
        {
            table.AddRow(
                incident.Id, Words.Time(incident.Start), Words.Lasted(incident), Words.Class(incident), Words.ClassConfidence(incident),
                Words.Local(incident, Words.Where(incident)), Words.Percent(Words.WhereConfidence(incident)),
                incident.Severity?.ToString("0.00") ?? "-", Words.PValue(incident.PValue));
        }
        table.WriteTo(services.Tables);
        services.Output.WriteLine($"why: auscult diagnose {incidents[0].Id} --run {results.Run}");
    }
}
