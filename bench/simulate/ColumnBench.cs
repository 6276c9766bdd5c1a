using System.Diagnostics;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Bench.Simulate;

/// <summary>What measuring one signal costs: every column by itself, one sample per tick, on one thread.</summary>
/// <param name="Table">Layer and entity kind.</param>
/// <param name="Column">The signal.</param>
/// <param name="Nanoseconds">Processor time of a sample; the fastest of the rounds.</param>
internal sealed record ColumnCost(string Table, string Column, double Nanoseconds)
{
    private const int Ticks = 64;
    private const int Rounds = 12;

    /// <summary>Measures every column of a training's tables under the typical profile.</summary>
    public static IReadOnlyList<ColumnCost> Measure()
    {
        var config = new SimulationConfig
        {
            Duration = TimeSpan.FromSeconds(Ticks), Room = new MachineRoomConfig { Nodes = 8 }, Training = new TrainingJobConfig(),
        };
        // After a run the planes hold a block of work, so nothing is neutral that works in earnest.
        var cluster = new SimulatedCluster(config, new Seeds(1));
        cluster.Run(new CountingSink(), 1, CancellationToken.None);
        // Once for the compiler, which takes its time with what is called often.
        foreach (var column in cluster.Tables.SelectMany(table => table.Columns))
            _ = Fastest(column, 1);
        return
        [
            .. cluster.Tables.SelectMany(table => table.Columns.Select(column => new ColumnCost(
                $"{table.Layer} {table.EntityKind}", column.Name, Fastest(column, table.Entities.Count)))),
        ];
    }

    private static double Fastest(SeriesColumnModel column, int entities)
    {
        int[] ticks = [.. Enumerable.Range(0, Ticks)];
        byte[] gaps = [.. Enumerable.Repeat((byte)1, Ticks)];
        var (fractions, latencies, outcomes) = (new float[Ticks], new float[Ticks], new SampleOutcome[Ticks]);
        var (floats, doubles, random, best) = (new float[Ticks], new double[Ticks], new NoiseStream(1), double.MaxValue);
        var repeats = Math.Max(1, 256 / entities);
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < repeats * entities; i++)
            {
                var sampling = new Sampling
                {
                    Block = new Block(0, Ticks, 1, DateTimeOffset.UnixEpoch),
                    Ticks = ticks, Fractions = fractions, Gaps = gaps, Latencies = latencies, Outcomes = outcomes,
                };
                if (column is CounterColumn counter)
                    counter.Measure(i % entities, sampling, doubles);
                else
                    ((GaugeColumn)column).Measure(i % entities, sampling, floats, ref random);
            }
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / (repeats * entities * Ticks));
        }
        return best;
    }
}
