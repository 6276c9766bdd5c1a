using System.Runtime.InteropServices;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Incidents;

/// <summary>What an entity is in an incident.</summary>
public enum IncidentRole
{
    /// <summary>Where it started, or the nearest thing of another kind: its host, its accelerators.</summary>
    Root,

    /// <summary>One that only suffers.</summary>
    Victim,

    /// <summary>One of the same kind that the label does not name.</summary>
    Peer,
}

/// <summary>A value at a moment.</summary>
/// <param name="Seconds">Seconds after the onset.</param>
/// <param name="Value">The value; a counter's is its rate per second.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IncidentPoint(double Seconds, double Value);

/// <summary>One signal of one entity around an incident.</summary>
/// <param name="Role">What the entity is in it.</param>
/// <param name="Entity">Its id.</param>
/// <param name="Runs">Stretches without a hole; a series that vanishes ends one.</param>
public sealed record IncidentCurve(IncidentRole Role, string Entity, IReadOnlyList<IReadOnlyList<IncidentPoint>> Runs);

/// <summary>One signal around an incident.</summary>
/// <param name="Layer">Its layer.</param>
/// <param name="Signal">Its name.</param>
/// <param name="Unit">Its unit; a counter's per second.</param>
/// <param name="IsRootSignal">Whether the label names it among the signals that show the cause.</param>
/// <param name="Curves">At most one per role.</param>
public sealed record IncidentLane(Layer Layer, string Signal, string Unit, bool IsRootSignal, IReadOnlyList<IncidentCurve> Curves);

/// <summary>What is shown of one incident.</summary>
/// <param name="Incident">The label.</param>
/// <param name="FromSeconds">Left end, seconds after the onset.</param>
/// <param name="UntilSeconds">Right end, seconds after the onset.</param>
/// <param name="Lanes">Signals by layer.</param>
/// <param name="Others">Other incidents of the same cluster within these ends.</param>
public sealed record IncidentStory(
    Incident Incident, double FromSeconds, double UntilSeconds, IReadOnlyList<IncidentLane> Lanes, IReadOnlyList<Incident> Others);
