namespace Auscult.Telemetry.Windowing;

/// <summary>Options of <see cref="RobustScaler"/>.</summary>
public sealed record RobustScalerConfig
{
    /// <summary>
    /// Smallest spread of a signal as a share of its standard deviation over the training rows. Without a floor a signal that rests at
    /// one value most of the time (interquartile range 0) would turn every small move into an enormous one.
    /// </summary>
    public double FloorShare { get; init; } = 0.1;

    /// <summary>
    /// Spread of a signal that was constant in training, as a share of that constant: such a signal gives no scale of its own.
    /// </summary>
    public double ConstantShare { get; init; } = 0.1;

    /// <summary>Smallest spread of a constant signal whose unit is <c>ratio</c>, in that unit.</summary>
    public double ConstantRatioSpread { get; init; } = 0.01;

    /// <summary>Smallest spread of a constant signal of any other unit, in that unit.</summary>
    public double ConstantSpread { get; init; } = 1;
}

/// <summary>What the training rows said about a signal.</summary>
public enum SignalScaleStatus
{
    /// <summary>It varied: median and spread come from the training rows.</summary>
    Fitted,

    /// <summary>It had one value throughout: the spread comes from <see cref="RobustScalerConfig"/>.</summary>
    Constant,

    /// <summary>It was never seen: there is no scale, so later values are treated as not seen either.</summary>
    NeverSeen,
}

/// <summary>The scale of one signal.</summary>
/// <param name="Name">Name of the signal.</param>
/// <param name="Median">Median of the training rows, in the signal's unit.</param>
/// <param name="Spread">Positive, in the signal's unit.</param>
/// <param name="Status">Where median and spread come from.</param>
public sealed record SignalScale(string Name, float Median, float Spread, SignalScaleStatus Status);
