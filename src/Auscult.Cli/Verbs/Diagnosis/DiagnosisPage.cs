using Auscult.Cli.Hosting;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Diagnosis.Model;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary>An incident and its evidence as a page of text: what, where, since when, how sure, and why.</summary>
internal static class DiagnosisPage
{
    private const int LongestSpread = 8;
    private const double SmallestContribution = 0.05;

    public static void Write(CliServices services, IncidentDiagnosis diagnosis)
    {
        var incident = diagnosis.Incident;
        var output = services.Output;
        output.WriteLine($"Incident {incident.Id}");
        output.WriteLine();
        output.WriteLine($"  what      {What(incident)}");
        output.WriteLine($"  where     {Where(incident)}");
        output.WriteLine($"  since     {Words.Time(incident.Start)} UTC, {Lasted(incident)}");
        if (incident.Raised is not null)
            output.WriteLine($"  how bad   {Severity(incident)}");
        output.WriteLine($"  chance    p {Words.PValue(incident.PValue)}: how often a time without a fault looks as strange");
        if (incident.FaultShare < 0.9)
            output.WriteLine($"  or        {Words.Percent(1 - incident.FaultShare)} that it is a benign event (a checkpoint, a warm-up) and no fault");
        WriteSignals(services, diagnosis);
        WriteSpread(services, diagnosis);
        WriteNearest(services, diagnosis);
        WriteOthers(services, incident);
    }

    private static string What(IncidentSummary incident) => incident.Class switch
    {
        AlarmVerdict.UnknownClass =>
            $"unknown: fits none of the classes that were learned (p {Words.PValue(incident.NoveltyPValue)}); of the known ones most like {incident.Classes[0].Name}",
        null => $"unsure: no class is likely enough; {Ranked(incident.Classes)}",
        var name => $"{name}, {Words.Percent(incident.ClassConfidence)} sure",
    };

    private static string Where(IncidentSummary incident)
    {
        var shown = Words.Where(incident);
        return shown == incident.Place
            ? $"{Words.Local(incident, shown)}, {Words.Percent(incident.PlaceConfidence)} sure"
            : $"{Words.Local(incident, shown)}, {Words.Percent(incident.EntityConfidence)} sure; "
                + $"{Words.Percent(incident.PlaceConfidence)} that it is somewhere in {Words.Local(incident, incident.Place)}";
    }

    private static string Lasted(IncidentSummary incident)
    {
        var told = incident.Raised is { } raised ? raised > incident.Start ? $"alarm after {Words.Duration(raised - incident.Start)}" : "alarm at once" : "no alarm";
        var lasted = Words.Duration(incident.LastSeen - incident.Start);
        return incident.IsOpen ? $"{told}, still there {lasted} later when the recording ends" : $"{told}, last seen {lasted} later";
    }

    private static string Severity(IncidentSummary incident) => incident.ProgressLost switch
    {
        null => "not known: the job's own signals say nothing",
        < 0.01 => "the job goes on as before",
        var lost => $"about {Words.Percent(lost.Value)} of the job's progress is lost meanwhile",
    };

    private static void WriteSignals(CliServices services, IncidentDiagnosis diagnosis)
    {
        var isScore = diagnosis.Incident.Class == AlarmVerdict.UnknownClass;
        var shown = diagnosis.Evidence.Signals.Where((signal, i) => i == 0 || signal.Contribution >= SmallestContribution).ToArray();
        if (shown.Length == 0)
            return;
        services.Output.WriteLine();
        var table = new WideTable("Why: what the verdict hangs on, most telling first", keys: 1,
        [
            new("signal", IsText: true), new("where", IsText: true), new("does", IsText: true), new("now"), new("usual"), new("peers now"),
            new("sticks out"), new(isScore ? "score lost\nwithout it" : "log-odds lost\nwithout it"),
        ]);
        foreach (var signal in shown)
        {
            var (reading, unit) = (signal.Reading, signal.Reading.Signal.Unit);
            table.AddRow(
                reading.Signal.Name, Words.Local(diagnosis.Incident, reading.Entity), Word(reading.Direction), Quantity.Of(reading.Now, unit),
                Quantity.Of(reading.Usual, unit), Quantity.Of(reading.Peers, unit),
                reading.PlaceAmongPeers is { } place && reading.PeerCount > 1 ? $"{place} of {reading.PeerCount + 1}" : "-", signal.Contribution.ToString("0.0"));
        }
        table.WriteTo(services.Tables);
        var layers = diagnosis.Evidence.Layers.Where(layer => layer.Contribution >= SmallestContribution).ToArray();
        if (layers.Length > 1)
        {
            services.Output.WriteLine(
                $"by layer: {string.Join(", ", layers.Select(layer => $"{layer.Layer.ToString().ToLowerInvariant()} {layer.Contribution:0.0}"))}");
        }
    }

    private static void WriteSpread(CliServices services, IncidentDiagnosis diagnosis)
    {
        // What moved earlier elsewhere, unconnected with the culprit, is there in the JSON.
        SpreadStep[] steps = [.. diagnosis.Evidence.Spread.Where(step => step.DelaySeconds >= 0 || step.Relation != SpreadStep.Unconnected)];
        if (steps.Length == 0)
            return;
        services.Output.WriteLine();
        var table = new WideTable("How it spread: first clear shifts, in seconds after the culprit's", keys: 1,
        [
            new("seconds"), new("where", IsText: true), new("which is", IsText: true), new("signal", IsText: true), new("does", IsText: true),
        ]);
        foreach (var step in steps.Take(LongestSpread))
        {
            var others = step.Count == 1 ? "" : $" and {step.Count - 1} more";
            table.AddRow(
                step.DelaySeconds.ToString("+0;-0;0"), Words.Local(diagnosis.Incident, step.Entity) + others, Relation(step.Relation), step.Signal,
                Word(step.Direction));
        }
        table.WriteTo(services.Tables);
        if (steps.Length > LongestSpread)
            services.Output.WriteLine($"and {Words.Count(steps.Length - LongestSpread, "later step")}; --json lists them all");
    }

    private static void WriteNearest(CliServices services, IncidentDiagnosis diagnosis)
    {
        if (diagnosis.Nearest.Count == 0)
            return;
        services.Output.WriteLine();
        services.Output.WriteLine("Most alike among the incidents that were learned (distance in standard deviations)");
        foreach (var near in diagnosis.Nearest)
            services.Output.WriteLine($"  {near.Distance:0.00}  {near.Class} ({near.Id})");
    }

    private static void WriteOthers(CliServices services, IncidentSummary incident)
    {
        var classes = incident.Classes.Skip(1).ToArray();
        var places = incident.Places.Skip(1).Select(place => place with { Name = Words.Local(incident, place.Name) }).ToArray();
        if (classes.Length == 0 && places.Length == 0)
            return;
        services.Output.WriteLine();
        services.Output.WriteLine("What else it could be");
        if (classes.Length > 0)
            services.Output.WriteLine($"  class: {Ranked(classes)}");
        if (places.Length > 0)
            services.Output.WriteLine($"  place: {Ranked(places)}");
    }

    private static string Ranked(IEnumerable<RankedName> names) => string.Join(", ", names.Select(one => $"{one.Name} {Words.Percent(one.Share)}"));

    private static string Word(ShiftDirection direction) => direction == ShiftDirection.Unknown ? "-" : direction.ToString().ToLowerInvariant();

    private static string Relation(string relation) => relation == "itself" ? "the culprit" : relation;
}
