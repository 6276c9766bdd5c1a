namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>What a recording gave and what it cost.</summary>
/// <param name="OutputDirectory">The dataset folder.</param>
/// <param name="Recording">Name of the recording.</param>
/// <param name="Seconds">Wall time from the first to the last tick.</param>
/// <param name="Ticks">Ticks sampled.</param>
/// <param name="MissedTicks">Ticks that were due while the recorder was held up.</param>
/// <param name="ClockJumps">How often the wall clock was set.</param>
/// <param name="Signals">Distinct signals seen.</param>
/// <param name="Entities">Entities seen.</param>
/// <param name="Incidents">Labels, benign ones included.</param>
/// <param name="CpuSecondsSampling">Own processor time between the first and the last tick.</param>
/// <param name="CpuShareSampling">The same as a share of one core.</param>
/// <param name="CpuSecondsTotal">Own processor time of the whole process so far, start and writing included.</param>
/// <param name="InterruptedEarly">Whether the recording was stopped before its planned end.</param>
public sealed record RecordingSummary(
    string OutputDirectory, string Recording, double Seconds, int Ticks, int MissedTicks, int ClockJumps, int Signals, int Entities, int Incidents,
    double CpuSecondsSampling, double CpuShareSampling, double CpuSecondsTotal, bool InterruptedEarly);
