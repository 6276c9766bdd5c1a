namespace Auscult.Telemetry.Windowing;

/// <summary>Where windows come from. Windows are numbered; a number always means the same window.</summary>
public interface IWindowSource
{
    /// <summary>Number of windows.</summary>
    int Count { get; }

    /// <summary>Rows of one window.</summary>
    int Length { get; }

    /// <summary>Signals of one row.</summary>
    int SignalCount { get; }

    /// <summary>Index of the entity that a window shows.</summary>
    int EntityOf(int window);

    /// <summary>
    /// Writes scaled values, presence and, where the batch has room for it, time since seen into consecutive places of a batch. Several
    /// threads may write different places of one batch at the same time.
    /// </summary>
    /// <param name="windows">Numbers of the windows; <see cref="WindowIndex.NoWindow"/> leaves a place empty.</param>
    /// <param name="batch">Where to write.</param>
    /// <param name="firstPlace">Place of the first window.</param>
    void Fill(ReadOnlySpan<int> windows, WindowBatch batch, int firstPlace);
}

/// <summary>What every source of windows can do.</summary>
public static class WindowSources
{
    /// <summary>Makes a batch hold the given windows, on the calling thread.</summary>
    /// <exception cref="ArgumentException">The batch has another shape or too little room.</exception>
    public static void Fill(this IWindowSource source, ReadOnlySpan<int> windows, WindowBatch batch)
    {
        batch.Begin(windows);
        source.Fill(windows, batch, 0);
    }
}
