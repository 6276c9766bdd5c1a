using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Storage;

/// <summary>What labels must satisfy.</summary>
internal static class LabelCheck
{
    /// <exception cref="InputException">
    /// A label refers to an entity or a recording that does not exist, ends before it starts, or has impossible figures.
    /// </exception>
    public static void Check(IReadOnlyList<Incident> incidents, Topology topology, DatasetManifest manifest, string file)
    {
        var entities = topology.Entities.Select(entity => entity.Id).ToHashSet(StringComparer.Ordinal);
        var recordings = manifest.Recordings.Select(recording => recording.Name).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var incident in incidents)
        {
            if (!seen.Add(incident.Id))
                throw new InputException($"incident '{incident.Id}' is listed twice", file);
            if (incident.End <= incident.Onset)
                throw new InputException($"incident '{incident.Id}' ends before it starts", file);
            if (!recordings.Contains(incident.Recording))
                throw Unknown(incident, "recording", incident.Recording, recordings, file);
            if (!entities.Contains(incident.RootEntity))
                throw Unknown(incident, "entity", incident.RootEntity, entities, file);
            if (incident.Victims.FirstOrDefault(victim => !entities.Contains(victim)) is { } victim)
                throw Unknown(incident, "victim", victim, entities, file);
            if (incident.CausalChain.FirstOrDefault(link => !entities.Contains(link.Entity)) is { } link)
                throw Unknown(incident, "entity", link.Entity, entities, file);
            if (FigureProblem(incident) is { } problem)
                throw new InputException($"incident '{incident.Id}': {problem}", file);
        }
    }

    /// <summary>What is wrong with the delays and losses of a label, or null.</summary>
    public static string? FigureProblem(Incident incident) => incident switch
    {
        { VictimDelaySeconds.Count: > 0 } when incident.VictimDelaySeconds.Count != incident.Victims.Count =>
            $"{incident.VictimDelaySeconds.Count} delays for {incident.Victims.Count} victims",
        _ when !incident.VictimDelaySeconds.All(double.IsFinite) => "the delay of a victim is not finite",
        _ when !incident.CausalChain.All(link => double.IsFinite(link.DelaySeconds)) => "a delay in its causal chain is not finite",
        { LostSeconds: { } lost } when !(double.IsFinite(lost) && lost >= 0) => $"{lost} seconds lost: must be 0 or more",
        _ => null,
    };

    private static InputException Unknown(Incident incident, string what, string name, IReadOnlyCollection<string> known, string file) =>
        new($"incident '{incident.Id}' names the unknown {what} '{name}'", file, remedy: NearestName.Suggest(name, known));
}
