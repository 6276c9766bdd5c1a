using Auscult.Foundation;
using Auscult.Simulation.Benchmark;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Serving.Arrivals;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Running;

/// <summary>The requests that a simulated fleet gets, without the fleet: hours of load in a second.</summary>
public static class RequestCalendar
{
    private const string Service = "service";

    /// <summary>Draws the requests of a configuration.</summary>
    /// <param name="config">What would be simulated; it needs a serving fleet.</param>
    /// <param name="seed">Every random choice derives from it: the requests are those of a simulation with this seed without faults.</param>
    /// <param name="step">Length of a step of the series.</param>
    /// <returns>
    /// Requests and their tokens per second of the step in which they arrive, on one replica <c>service</c>: the signals of the source
    /// <c>llm_inference_traces</c>.
    /// </returns>
    /// <exception cref="InputException">There is no serving fleet.</exception>
    public static Dataset Of(SimulationConfig config, long seed, TimeSpan step)
    {
        var serving = config.Serving ?? throw new InputException("simulation.serving is absent", remedy: "use a preset with serving");
        var steps = (int)(config.Duration / step);
        double[][] values = [new double[steps], new double[steps], new double[steps]];
        var seconds = step.TotalSeconds;
        var source = new DrawnRequests(
            serving.Arrivals, serving.Model.MaxContextTokens, config.Start.TimeOfDay.TotalSeconds,
            SuiteMember.Of(config, seed)[0].Seeds.Child("serving").Child("arrivals"));
        while (source.TryNext(steps * seconds, out var request))
        {
            var at = Math.Min((int)(request.Seconds / seconds), steps - 1);
            values[0][at] += 1 / seconds;
            values[1][at] += request.PromptTokens / seconds;
            values[2][at] += request.OutputTokens / seconds;
        }
        string[] names = ["requests_per_second", "prompt_tokens_per_second", "generation_tokens_per_second"];
        var table = new SeriesTable(
            [Service], [.. Enumerable.Range(0, steps).Select(i => Micros.From(config.Start + (i * step)))], new int[steps],
            [.. names.Zip(values, (name, column) => new SeriesColumn(name, column))]);
        var manifest = new DatasetManifest
        {
            Name = config.Name,
            Step = step,
            Origin = "simulated by auscult, requests only",
            Licence = "CC0-1.0",
            Recordings = [new Recording("simulation", config.Start, config.Start + (steps * step))],
            Signals = [.. names.Select(name => new Signal(name, Layer.Model, SignalKind.Gauge, "1/s", EntityKind.Replica, Aggregation.Sum))],
        };
        return new MemoryDataset(
            "calendar", manifest, new Topology([new Entity(Service, EntityKind.Replica)], []), [new MemorySeries(Layer.Model, EntityKind.Replica, table)]);
    }
}
