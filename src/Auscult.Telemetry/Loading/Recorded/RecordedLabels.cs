using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>The labels of a recording that refer to something recorded; a label that does not becomes an event that says so.</summary>
internal sealed class RecordedLabels
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public RecordedLabels(IReadOnlyList<LabelLine> lines, IReadOnlyList<Entity> entities, Recording recording)
    {
        var known = entities.Select(entity => entity.Id).ToHashSet(StringComparer.Ordinal);
        var node = entities[0].Id;
        foreach (var line in lines)
        {
            if (line.ToEvent() is { } happened)
                Events.Add(happened);
            else if (line.ToIncident("", recording.Name) is { } incident)
                Add(incident, known, node, recording);
        }
    }

    public List<Incident> Incidents { get; } = [];

    public List<OperationalEvent> Events { get; } = [];

    private void Add(Incident incident, HashSet<string> known, string node, Recording recording)
    {
        var problem = !known.Contains(incident.RootEntity) ? $"unknown entity '{incident.RootEntity}'"
            : incident.Victims.FirstOrDefault(victim => !known.Contains(victim)) is { } victim ? $"unknown victim '{victim}'"
            : incident.CausalChain.FirstOrDefault(link => !known.Contains(link.Entity)) is { } link ? $"unknown entity '{link.Entity}' in its causal chain"
            : LabelCheck.FigureProblem(incident) is { } figure ? figure
            : incident.Recording != recording.Name ? $"unknown recording '{incident.Recording}'"
            : incident.End <= recording.Start || incident.Onset >= recording.End ? "outside the recording"
            : !_ids.Add(incident.Id) ? "a second label of that name"
            : null;
        if (problem is null)
            Incidents.Add(incident);
        else
            Events.Add(new OperationalEvent(incident.Onset, node, "unusable_label", $"{incident.Id}: {problem}"));
    }
}
