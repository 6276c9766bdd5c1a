namespace Auscult.Simulation.Planes;

/// <summary>Conditions of hosts.</summary>
internal sealed class NodeConditions : PlaneSet
{
    public NodeConditions(int entities, int ticks)
        : base(entities, ticks)
    {
        (Up, Contention, LaunchDelay, LoaderQuality, LoaderMemory, IoPressure) = (Add(1), Add(0), Add(0), Add(1), Add(0), Add(0));
        (AmbientRise, Reachable, ScrapeDelay, ExporterVersion) = (Add(0), Add(1), Add(0), Add(0));
    }

    /// <summary>1 when the host runs, 0 when it is down.</summary>
    public Plane Up { get; }

    /// <summary>Share of the processors that foreign work takes.</summary>
    public Plane Contention { get; }

    /// <summary>Share of the time in which its processes do not get to launch work (pauses, garbage collection).</summary>
    public Plane LaunchDelay { get; }

    /// <summary>Share of the data loaders' speed that is left.</summary>
    public Plane LoaderQuality { get; }

    /// <summary>Bytes that leak into the data loaders.</summary>
    public Plane LoaderMemory { get; }

    /// <summary>Share of the time that processes wait for input and output beyond what the job causes (swapping, a slow disk).</summary>
    public Plane IoPressure { get; }

    /// <summary>Kelvin above the room's inlet temperature.</summary>
    public Plane AmbientRise { get; }

    /// <summary>1 when its exporters answer, 0 when scrapes fail.</summary>
    public Plane Reachable { get; }

    /// <summary>Seconds that a scrape takes longer than it should.</summary>
    public Plane ScrapeDelay { get; }

    /// <summary>0 the exporters of the start, 1 an upgrade of them that renames and drops fields.</summary>
    public Plane ExporterVersion { get; }
}
