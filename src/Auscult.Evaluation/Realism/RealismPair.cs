using Auscult.Evaluation.Realism.Aspects;

namespace Auscult.Evaluation.Realism;

/// <summary>What of a simulation a comparison needs: some parts can be had without simulating the machines.</summary>
public enum SimulatedPart
{
    /// <summary>Everything.</summary>
    Telemetry,

    /// <summary>When which fault happens to whom.</summary>
    Faults,

    /// <summary>The requests that arrive at a serving fleet.</summary>
    Requests,
}

/// <summary>An aspect, the real dataset it is known from, and the simulation that is shaped like it.</summary>
/// <param name="Aspect">What is compared.</param>
/// <param name="Source">Name of the real source, a configuration of the data group.</param>
/// <param name="Presets">Names of the simulations, configurations of the simulation group.</param>
public sealed record RealismPair(Aspect Aspect, string Source, params IReadOnlyList<string> Presets)
{
    /// <summary>Every comparison, in the order of the page.</summary>
    public static IReadOnlyList<RealismPair> All { get; } =
    [
        new(new StepTimeAspect("Step time, many nodes"), "mlperf_smc", "realism-mlperf"),
        new(new NodePowerAspect(), "mlperf_smc", "realism-mlperf"),
        new(new StragglerAspect(), "bytedance_straggler", "realism-stragglers-worker", "realism-stragglers-stage", "realism-stragglers-sequence"),
        new(new FaultAspect(), "infinite_hbd", "realism-faults"),
        new(new StepTimeAspect("Step time, one node"), "modded_nanogpt", "realism-nanogpt"),
        new(new LossAspect(), "modded_nanogpt", "realism-nanogpt"),
        new(new ServingLoadAspect(), "llm_inference_traces", "realism-serving-conversation", "realism-serving-code"),
    ];

    /// <summary>What of a preset is compared.</summary>
    public static SimulatedPart PartOf(string preset)
    {
        var aspects = All.Where(pair => pair.Presets.Contains(preset, StringComparer.Ordinal)).Select(pair => pair.Aspect).ToArray();
        if (aspects.All(aspect => aspect is FaultAspect))
            return SimulatedPart.Faults;
        return aspects.All(aspect => aspect is ServingLoadAspect) ? SimulatedPart.Requests : SimulatedPart.Telemetry;
    }
}
