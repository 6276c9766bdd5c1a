using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Corrections;
using Auscult.Learning.Diagnosis.Model;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary><c>auscult diagnose --correct</c>: what an operator knows better, kept for the next training.</summary>
internal static class Correction
{
    /// <summary>Name of the file within a run's folder.</summary>
    public const string FileName = "feedback.jsonl";

    private static readonly string[] Keys = ["class", "entity", "benign"];

    /// <summary>Adds a correction to the run's file.</summary>
    /// <exception cref="InputException">A key or an entity is not known, or there is nothing to note.</exception>
    public static void Note(RunModel run, IncidentSummary incident, string text, CliServices services)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? part : part[..equals];
            if (equals < 0 || !Keys.Contains(key, StringComparer.Ordinal))
                throw new InputException($"--correct: '{part}' is no correction", remedy: $"give KEY=VALUE with {NearestName.Suggest(key, Keys)}");
            given[key] = part[(equals + 1)..];
        }
        var name = given.GetValueOrDefault("class") ?? incident.Class
            ?? throw new InputException("--correct: the incident has no class that could stay", remedy: "give class=NAME");
        var file = Path.Combine(run.Folder, FileName);
        new DiagnosisFeedback
        {
            Recording = incident.Recording, Start = incident.Start, End = incident.LastSeen + run.Dataset.Manifest.Step, Class = name,
            Entity = given.GetValueOrDefault("entity") is { } entity ? Known(run, incident, entity) : incident.Entity,
            Benign = given.GetValueOrDefault("benign") is { } benign ? Flag(benign) : null,
        }.AppendTo(file);
        services.Error.WriteLine($"auscult: noted in {file}; 'auscult train task=diagnosis diagnosis.feedback={file} ...' learns from it");
    }

    private static string Known(RunModel run, IncidentSummary incident, string entity)
    {
        string[] ids = [.. run.Dataset.Topology.Entities.Select(one => one.Id)];
        return ids.FirstOrDefault(id => id == entity) ?? ids.FirstOrDefault(id => id == $"{incident.Recording}/{entity}")
            ?? throw new InputException($"--correct: there is no entity '{entity}'", run.Dataset.Location, remedy: NearestName.Suggest(entity, ids));
    }

    private static bool Flag(string text) => bool.TryParse(text, out var flag)
        ? flag
        : throw new InputException($"--correct: 'benign={text}' is no answer", remedy: "write benign=true or benign=false");
}
