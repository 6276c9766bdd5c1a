namespace Auscult.Simulation.Planes;

/// <summary>Conditions of the shared storage.</summary>
internal sealed class StorageConditions : PlaneSet
{
    public StorageConditions(int ticks)
        : base(1, ticks) => (Quality, ForeignLoad) = (Add(1), Add(0));

    /// <summary>Share of the throughput that is left.</summary>
    public Plane Quality { get; }

    /// <summary>Share of the throughput that others use.</summary>
    public Plane ForeignLoad { get; }
}

/// <summary>Conditions of the job as a whole.</summary>
internal sealed class JobConditions : PlaneSet
{
    public JobConditions(int ticks)
        : base(1, ticks) => (SequenceSkew, LearningRate, RequestRate) = (Add(0), Add(1), Add(1));

    /// <summary>Added to the coefficient of variation of the sequence lengths.</summary>
    public Plane SequenceSkew { get; }

    /// <summary>Factor on the learning rate.</summary>
    public Plane LearningRate { get; }

    /// <summary>Factor on the rate at which requests arrive (serving).</summary>
    public Plane RequestRate { get; }
}

/// <summary>Conditions of experts.</summary>
internal sealed class ExpertConditions : PlaneSet
{
    public ExpertConditions(int experts, int ticks)
        : base(experts, ticks) => Skew = Add(0);

    /// <summary>Share of all tokens that the expert draws on top of its own.</summary>
    public Plane Skew { get; }
}
