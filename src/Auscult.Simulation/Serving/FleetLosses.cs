using Auscult.Simulation.Faults;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Serving;

/// <summary>
/// Books the serving time that is lost to causes: an engine's time weighs as much as its share of the fleet. An engine that is still down
/// when its cause is over goes on losing time to that cause.
/// </summary>
/// <param name="fleet">The fleet.</param>
/// <param name="layout">The machine room.</param>
/// <param name="ledger">Takes the time lost.</param>
internal sealed class FleetLosses(ServingFleet fleet, ClusterLayout layout, LossLedger ledger)
{
    /// <summary>Slower by less than this is scatter, not a loss.</summary>
    private const double Least = 0.02;

    private readonly int[] _latest = [.. fleet.Engines.Select(_ => -1)];

    /// <summary>Books a tick that is over.</summary>
    public void Book(Block block, int tick, Causes causes)
    {
        for (var i = 0; i < _latest.Length; i++)
        {
            var lost = fleet.Engines[i].TakeLost();
            var cause = CauseOf(i, tick, causes);
            if (cause >= 0)
                _latest[i] = cause;
            if (lost > Least * block.StepSeconds)
                ledger.Add(_latest[i], lost / _latest.Length, block.SecondOf(tick + 1));
            else if (cause < 0)
                _latest[i] = -1;
        }
    }

    private int CauseOf(int engine, int tick, Causes causes)
    {
        if (causes.Gpu.IsNeutral && causes.Node.IsNeutral && causes.Nic.IsNeutral && causes.Expert.IsNeutral && causes.Job.IsNeutral)
            return -1;
        var first = engine * fleet.Plan.GpusPerEngine;
        var cause = -1f;
        for (var gpu = first; gpu < first + fleet.Plan.GpusPerEngine && cause < 0; gpu++)
        {
            cause = Math.Max(causes.Gpu[gpu][tick], causes.Node[layout.NodeOfGpu(gpu)][tick]);
            if (cause < 0 && fleet.Plan.CrossesHosts)
                cause = causes.Nic[layout.NicOfGpu(gpu)][tick];
        }
        for (var expert = 0; expert < causes.Expert.Entities && cause < 0; expert++)
            cause = causes.Expert[expert][tick];
        return (int)(cause < 0 ? causes.Job[0][tick] : cause);
    }
}
