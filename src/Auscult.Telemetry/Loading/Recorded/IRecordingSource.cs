namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>A place of the live machine where signals are read.</summary>
/// <remarks>
/// A source never throws because a device, a file or a line of it is missing or malformed: it leaves the value out, and the gap is
/// what the dataset shows.
/// </remarks>
public interface IRecordingSource : IDisposable
{
    /// <summary>Adds what it sees now.</summary>
    void Sample(SampleBatch batch);

    /// <summary>Adds what only the end of the recording completes.</summary>
    void Finish(SampleBatch batch)
    {
    }
}
