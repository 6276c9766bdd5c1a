namespace Auscult.Telemetry.Fusion;

/// <summary>What resampling met in one column.</summary>
internal sealed record ResampleCounts
{
    public long Resets { get; set; }

    public long Wraps { get; set; }

    public long StepsBack { get; set; }

    public long Gaps { get; set; }

    public long NonFinite { get; set; }

    public long Present { get; set; }

    public void Add(ResampleCounts other)
    {
        (Resets, Wraps, StepsBack) = (Resets + other.Resets, Wraps + other.Wraps, StepsBack + other.StepsBack);
        (Gaps, NonFinite, Present) = (Gaps + other.Gaps, NonFinite + other.NonFinite, Present + other.Present);
    }
}

/// <summary>Counts apart by whether later samples can still change them; those of kept rows are known from the earlier frame.</summary>
/// <param name="span">The borders.</param>
internal sealed class SplitCounts(FusionSpan span)
{
    private readonly ResampleCounts _kept = new();

    public ResampleCounts Final { get; } = new();

    public ResampleCounts Open { get; } = new();

    /// <summary>Where a sample is counted.</summary>
    public ResampleCounts At(long micros) => micros < span.Kept.Micros ? _kept : micros < span.Final.Micros ? Final : Open;

    /// <summary>Calls for the rows of each part, as positions in a column of <see cref="FusionSpan.Grid"/>.</summary>
    public void ByRow(Span<float> column, Func<ResampleCounts, Span<float>, bool> count)
    {
        var kept = Math.Clamp(span.Kept.Row - span.FirstRow, 0, column.Length);
        var final = Math.Clamp(span.Final.Row - span.FirstRow, kept, column.Length);
        _ = count(_kept, column[..kept]);
        _ = count(Final, column[kept..final]);
        _ = count(Open, column[final..]);
    }

    public void Add(SplitCounts other)
    {
        Final.Add(other.Final);
        Open.Add(other.Open);
    }
}
