using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.TrainingLogs;

namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>Follows a label file: who injects a disturbance, or an operator, writes down what happened as JSON lines.</summary>
/// <param name="path">The file; only what is appended from now on counts.</param>
/// <param name="recording">Name of the recording.</param>
internal sealed class LabelSource(string path, string recording) : IRecordingSource
{
    private readonly LineTail _tail = new(path, fromEnd: true);
    private int _count;

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        var unreadable = 0;
        _tail.Read(line =>
        {
            var label = LabelLine.Parse(line.Span);
            if (label?.ToIncident($"{recording}/label-{++_count}", recording) is { } incident)
                batch.Incidents.Add(incident);
            else if (label?.ToEvent() is { } happened)
                batch.Events.Add(happened);
            else
                unreadable++;
        });
        if (unreadable > 0)
            batch.Events.Add(new OperationalEvent(batch.Time, batch.IdOf(""), "unreadable_lines", $"{unreadable} in {Path.GetFileName(path)}"));
    }

    /// <inheritdoc/>
    public void Finish(SampleBatch batch) => Sample(batch);

    /// <inheritdoc/>
    public void Dispose() => _tail.Dispose();
}
