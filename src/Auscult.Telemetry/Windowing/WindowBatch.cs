namespace Auscult.Telemetry.Windowing;

/// <summary>A reusable buffer for a batch of windows, row-major <c>[batch, time, signal]</c>.</summary>
public class WindowBatch
{
    private readonly int[] _windows;

    /// <summary>A batch in managed memory that is aligned to cache lines.</summary>
    /// <param name="capacity">Largest number of windows.</param>
    /// <param name="length">Rows of a window.</param>
    /// <param name="signals">Signals of the frame.</param>
    /// <param name="timeSinceSeen">Whether to make room for <see cref="TimeSinceSeen"/>.</param>
    public WindowBatch(int capacity, int length, int signals, bool timeSinceSeen = false)
        : this(capacity, length, signals, Floats(capacity, length, signals), Floats(capacity, length, signals),
            timeSinceSeen ? Floats(capacity, length, signals) : default)
    {
    }

    /// <summary>A batch over memory of the caller, such as that of a tensor.</summary>
    /// <param name="capacity">Largest number of windows.</param>
    /// <param name="length">Rows of a window.</param>
    /// <param name="signals">Signals of the frame.</param>
    /// <param name="values">At least capacity x length x signals floats.</param>
    /// <param name="presence">As many as <paramref name="values"/>.</param>
    /// <param name="timeSinceSeen">As many as <paramref name="values"/>, or empty.</param>
    /// <exception cref="ArgumentException">A buffer is too small.</exception>
    public WindowBatch(
        int capacity, int length, int signals, Memory<float> values, Memory<float> presence, Memory<float> timeSinceSeen)
    {
        var size = checked(capacity * length * signals);
        if (values.Length < size || presence.Length < size || (timeSinceSeen.Length < size && !timeSinceSeen.IsEmpty))
            throw new ArgumentException($"every buffer needs {capacity} x {length} x {signals} floats", nameof(values));
        (Capacity, Length, SignalCount) = (capacity, length, signals);
        (Values, Presence, TimeSinceSeen) = (values, presence, timeSinceSeen);
        _windows = new int[capacity];
    }

    /// <summary>Largest number of windows.</summary>
    public int Capacity { get; }

    /// <summary>Rows of a window.</summary>
    public int Length { get; }

    /// <summary>Signals of a row.</summary>
    public int SignalCount { get; }

    /// <summary>Number of windows that are filled.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Positions of the filled windows in their <see cref="WindowIndex"/>; <see cref="WindowIndex.NoWindow"/> where a place is left
    /// empty, all of it absent.
    /// </summary>
    public ReadOnlySpan<int> Windows => _windows.AsSpan(0, Count);

    /// <summary>Scaled values; 0 where nothing was seen.</summary>
    public Memory<float> Values { get; }

    /// <summary>1 where a value was seen, 0 where not.</summary>
    public Memory<float> Presence { get; }

    /// <summary>
    /// Share of the window, 0 to 1, since the signal was last seen: 0 where it is seen, <c>(t + 1) / length</c> when not seen since the
    /// window began. It looks at no row outside the window. Empty when not wanted.
    /// </summary>
    public Memory<float> TimeSinceSeen { get; }

    /// <summary>Floats of one window.</summary>
    public int WindowSize => Length * SignalCount;

    /// <summary>Says which windows the batch is going to hold.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="Capacity"/>.</exception>
    internal void Begin(ReadOnlySpan<int> windows)
    {
        if (windows.Length > Capacity)
            throw new ArgumentException($"{windows.Length} windows for a batch of {Capacity}", nameof(windows));
        windows.CopyTo(_windows);
        Count = windows.Length;
    }

    private static Memory<float> Floats(int capacity, int length, int signals) => AlignedMemory.Floats(checked(capacity * length * signals));
}
