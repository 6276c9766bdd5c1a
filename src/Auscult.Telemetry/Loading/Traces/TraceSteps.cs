using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;

namespace Auscult.Telemetry.Loading.Traces;

/// <summary>Writes what ranks did in steps as samples: one row per rank and step.</summary>
/// <param name="builder">Takes the samples.</param>
/// <param name="catalogue">The known signals.</param>
internal sealed class TraceSteps(DatasetBuilder builder, SignalCatalogue catalogue)
{
    /// <summary>Adds a row.</summary>
    /// <param name="rank">The rank.</param>
    /// <param name="number">The step's number.</param>
    /// <param name="micros">The row's time.</param>
    /// <param name="step">What the rank did.</param>
    public void Add(Entity rank, long number, long micros, TraceStep step)
    {
        Add(rank, "steps_total", micros, number);
        Add(rank, "step_seconds", micros, (step.End - step.Start) / 1e6);
        foreach (var (signal, seconds) in step.Seconds)
            Add(rank, signal, micros, seconds);
    }

    private void Add(Entity rank, string signal, long micros, double value) =>
        builder.Series(rank, catalogue.Require(signal).Signal).Add(micros, value);
}
