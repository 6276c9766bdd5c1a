namespace Auscult.Simulation.Planes;

/// <summary>Conditions of network interfaces, whatever causes them: themselves, their switch, their PCIe slot, their neighbours.</summary>
internal sealed class NicConditions : PlaneSet
{
    public NicConditions(int entities, int ticks)
        : base(entities, ticks)
    {
        (LinkUp, Quality, SymbolErrors, Recoveries, Congestion) = (Add(1), Add(1), Add(0), Add(0), Add(0));
        (LinkDowns, SequenceErrors, ForeignLoad) = (Add(0), Add(0), Add(0));
    }

    /// <summary>1 when the link is up.</summary>
    public Plane LinkUp { get; }

    /// <summary>Share of the bandwidth that is left.</summary>
    public Plane Quality { get; }

    /// <summary>Symbol errors per second.</summary>
    public Plane SymbolErrors { get; }

    /// <summary>Link recoveries per second.</summary>
    public Plane Recoveries { get; }

    /// <summary>0 free to 1 jammed: pauses, congestion notifications, out-of-sequence packets.</summary>
    public Plane Congestion { get; }

    /// <summary>Link failures per second; one failure is the inverse of a tick's length in one tick.</summary>
    public Plane LinkDowns { get; }

    /// <summary>Packets per second that are lost or damaged on the way and sent again.</summary>
    public Plane SequenceErrors { get; }

    /// <summary>Share of the bandwidth that foreign traffic uses without harm: it shows in the bytes only.</summary>
    public Plane ForeignLoad { get; }
}

/// <summary>Conditions of switches.</summary>
internal sealed class SwitchConditions : PlaneSet
{
    public SwitchConditions(int entities, int ticks)
        : base(entities, ticks) => (Quality, Congestion, Errors) = (Add(1), Add(0), Add(0));

    /// <summary>Share of the bandwidth that is left.</summary>
    public Plane Quality { get; }

    /// <summary>0 free to 1 jammed.</summary>
    public Plane Congestion { get; }

    /// <summary>Errors and discards per second and port.</summary>
    public Plane Errors { get; }
}
