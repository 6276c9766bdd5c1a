using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>Finds the rows of labelled incidents in a frame.</summary>
public static class IncidentRows
{
    /// <summary>
    /// The frame entity that shows an entity of the dataset: itself, or the nearest container that has rows (a disk shows in its node);
    /// -1 when there is none.
    /// </summary>
    public static int EntityFor(FrameSchema schema, Topology topology, string id)
    {
        foreach (var container in Containment.Of(topology).IdsOutwards(id))
        {
            var index = schema.EntityIndex(container);
            if (index >= 0)
                return index;
        }
        return -1;
    }

    /// <summary>
    /// Rows from onset to end of an incident on the entity where it started, or null when the frame shows neither that entity nor a container
    /// of it, or when the incident lies outside its recording.
    /// </summary>
    public static RowRange? Of(FrameSchema schema, Topology topology, Incident incident)
    {
        var entity = EntityFor(schema, topology, incident.RootEntity);
        if (entity < 0 || schema.SegmentOf(incident.Recording) is null)
            return null;
        var (first, count) = schema.RowsBetween(incident.Recording, incident.Onset, incident.End);
        return count > 0 ? new RowRange(entity, first, count) : null;
    }
}
