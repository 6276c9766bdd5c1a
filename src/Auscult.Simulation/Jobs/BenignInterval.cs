using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Jobs;

/// <summary>Something harmless that the job did and that looks like a fault: a labelled negative.</summary>
/// <param name="Class">Snake-case class: <c>checkpoint</c>, <c>evaluation</c>, <c>warm_up</c>, <c>garbage_collection</c>.</param>
/// <param name="Layer">Layer in which it starts.</param>
/// <param name="Entity">Where it starts; an entity id, the cluster's when all take part.</param>
/// <param name="StartSecond">When, seconds after the start of the simulation.</param>
/// <param name="EndSecond">First moment after it.</param>
/// <param name="Signals">Catalogue names of the signals that show it, most telling first.</param>
internal sealed record BenignInterval(
    string Class, Layer Layer, string Entity, double StartSecond, double EndSecond, IReadOnlyList<string> Signals);
