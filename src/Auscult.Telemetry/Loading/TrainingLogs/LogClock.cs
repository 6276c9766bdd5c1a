using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>
/// Says when a line was written. Where the log tells times they count; otherwise steps follow each other by their step times from a start,
/// and moments that other lines tell set the clock forward.
/// </summary>
/// <param name="start">Where a clock without any time begins, microseconds since 1970.</param>
/// <param name="stepSeconds">Time of a step where the log does not tell it.</param>
internal sealed class LogClock(long start, double stepSeconds)
{
    /// <summary>Resolution of the times that logs print; steps faster than that share a printed time.</summary>
    private const long Resolution = Micros.PerSecond;

    private bool _isSet;

    /// <summary>The last moment, microseconds.</summary>
    public long Now { get; private set; } = start;

    /// <summary>Whether a step's time came from step times rather than from the log.</summary>
    public bool WasBuilt { get; private set; }

    /// <summary>Whether a step had neither a time nor a step time.</summary>
    public bool WasGuessed { get; private set; }

    /// <summary>A moment that the log tells beside its steps: a later one sets the clock forward, an earlier one is left alone.</summary>
    public void Set(long micros)
    {
        if (TimeText.IsPlausible(micros) && (!_isSet || micros > Now))
            (Now, _isSet) = (micros, true);
    }

    /// <summary>Goes on to the end of the next step and returns its time.</summary>
    /// <param name="told">The time the line tells; null for none.</param>
    /// <param name="seconds">Time of a step, where the line tells it.</param>
    /// <param name="steps">Steps since the previous line.</param>
    /// <param name="reader">For errors.</param>
    /// <exception cref="InputException">Time goes back by more than what printed times are rounded by, or cannot be true.</exception>
    public long Step(long? told, double? seconds, long steps, LineReader? reader)
    {
        if (seconds is { } given && (!double.IsFinite(given) || given < 0 || given * steps > 1e8))
            throw Error(reader, $"{given} s is no step time");
        if (told is not { } moment)
        {
            WasBuilt = true;
            WasGuessed |= seconds is null;
            (Now, _isSet) = (Now + Math.Max(1, (long)((seconds ?? stepSeconds) * steps * Micros.PerSecond)), true);
            return Now;
        }
        Check(moment, reader);
        // Steps of one printed second keep their order.
        (Now, _isSet) = (_isSet && moment <= Now ? Now + 1 : moment, true);
        return Now;
    }

    /// <summary>The time a line tells that is no step; lines of one moment keep it.</summary>
    /// <exception cref="InputException">Time goes back by more than what printed times are rounded by, or cannot be true.</exception>
    public long At(long told, LineReader? reader)
    {
        Check(told, reader);
        (Now, _isSet) = (_isSet ? Math.Max(Now, told) : told, true);
        return told;
    }

    private void Check(long told, LineReader? reader)
    {
        if (!TimeText.IsPlausible(told))
            throw Error(reader, $"{Micros.ToTime(told):u} cannot be the time of a line");
        if (_isSet && told < Now - Resolution)
            throw Error(reader, $"time goes back from {Micros.ToTime(Now):u} to {Micros.ToTime(told):u}");
    }

    private static InputException Error(LineReader? reader, string problem) => reader is null
        ? new InputException(problem)
        : reader.Error(problem, remedy: "mend the line, or leave it out with --skip-bad");
}
