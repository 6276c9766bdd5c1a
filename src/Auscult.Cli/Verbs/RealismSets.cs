using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Realism;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.LlmInferenceTraces;

namespace Auscult.Cli.Verbs;

/// <summary>The datasets of a comparison: published ones where they lie, simulated ones as they are needed.</summary>
internal sealed class RealismSets(CliServices services)
{
    // Fine enough that most steps hold a single request, whose lengths are then known.
    private const double RequestStepSeconds = 0.1;
    private readonly ConfigComposer _composer = new(ConfigFolder.Find(null, services.Environment), services.Environment);

    /// <summary>Reads and measures a published set, or notes that it is absent.</summary>
    /// <exception cref="Foundation.InputException">It is there and damaged.</exception>
    public void AddReal(RealismMeasurements measured, string source)
    {
        string[] step = source == LlmInferenceTracesSource.Name ? [$"+data.step_seconds={RequestStepSeconds}"] : [];
        var data = _composer.Compose([$"data={source}", .. step]).Bind<DataConfig>("data");
        if (!Directory.Exists(data.Root))
            measured.MissReal(source, data.Root, $"no folder {data.Root}; AUSCULT_DATASETS names the folder of published sets");
        else
            measured.AddReal(source, DatasetSources.Load(data));
    }

    /// <summary>Simulates a preset and measures it.</summary>
    /// <param name="measured">Where it goes.</param>
    /// <param name="preset">A configuration of the simulation group.</param>
    /// <param name="seed">Every random choice derives from it.</param>
    public void AddSimulated(RealismMeasurements measured, string preset, int seed)
    {
        var config = _composer.Compose([$"simulation={preset}"]).Bind<SimulationConfig>("simulation");
        measured.AddSimulated($"{preset}-seed{seed}", preset, RealismPair.PartOf(preset) switch
        {
            SimulatedPart.Faults => FaultCalendar.Of(config, seed),
            SimulatedPart.Requests => RequestCalendar.Of(config, seed, TimeSpan.FromSeconds(RequestStepSeconds)),
            _ => Simulator.ToMemory(config, seed, Environment.ProcessorCount, services.Cancellation),
        });
    }
}
