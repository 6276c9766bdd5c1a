using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Tests.Exporting;

public sealed class ColumnTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(5.0)]
    [InlineData(30.0)]
    public void Noise_has_the_deviation_and_the_memory_it_is_asked_for(double seconds)
    {
        var column = new GaugeColumn("gpu_power_watts", ColumnFixture.Constant(500)) { Noise = 4, NoiseSeconds = seconds };
        var values = ColumnFixture.Measure(column, ColumnFixture.Noisy, 4000);
        var mean = values.Average();
        mean.ShouldBe(500, 0.3);
        var variance = values.Average(v => (v - mean) * (v - mean));
        Math.Sqrt(variance).ShouldBe(4, 0.1);
        foreach (var lag in (int[])[1, 10])
        {
            var together = Enumerable.Range(0, values.Length - lag).Average(i => (values[i] - mean) * (values[i + lag] - mean));
            (together / variance).ShouldBe(Math.Exp(-lag / seconds), 0.03);
        }
    }

    [Fact]
    public void Drift_wanders_slowly_by_the_deviation_it_is_asked_for()
    {
        var column = new GaugeColumn("gpu_power_watts", ColumnFixture.Constant(500)) { Drift = 3 };
        var values = ColumnFixture.Measure(column, ColumnFixture.Noisy, 40_000);
        Math.Sqrt(values.Average(v => (v - 500) * (v - 500))).ShouldBe(3, 0.4);
        Enumerable.Range(1, values.Length - 1).Max(i => Math.Abs(values[i] - values[i - 1])).ShouldBeLessThan(0.3);
        // Half of the variance or more lies in times above 20 minutes.
        var means = values.Chunk(1200).Select(chunk => chunk.Average()).ToArray();
        means.Average(v => (v - 500) * (v - 500)).ShouldBeGreaterThan(4);
    }

    [Fact]
    public void An_ideal_exporter_reads_what_is_there()
    {
        var column = new GaugeColumn("gpu_temperature_celsius", ColumnFixture.Constant(61.3f)) { Noise = 5, Quantum = 1 };
        ColumnFixture.Measure(column, ColumnFixture.Exact, 2).ShouldAllBe(value => value == 61.3f);
        var rounded = new GaugeColumn("gpu_temperature_celsius", ColumnFixture.Constant(61.1f)) { Noise = 0.05, Quantum = 1 };
        ColumnFixture.Measure(rounded, ColumnFixture.Noisy, 2).ShouldAllBe(value => value == 61);
    }

    [Fact]
    public void A_counter_is_the_integral_of_its_rate_to_the_moment_of_the_sample()
    {
        var column = new CounterColumn("gpu_energy_joules_total", ColumnFixture.Constant(700));
        var values = ColumnFixture.Measure(column, ColumnFixture.Exact, 3, fraction: 0.25f);
        for (var i = 0; i < values.Length; i++)
            values[i].ShouldBe(700 * (i + 0.25), 1e-6);
    }

    [Fact]
    public void A_counter_never_falls_but_where_it_starts_again()
    {
        var (rate, alive) = (ColumnFixture.Constant(2), new Plane(1, ColumnFixture.Ticks, 1));
        var column = new CounterColumn("gpu_pcie_replays_total", rate) { IsPoisson = true, Alive = alive };
        var values = ColumnFixture.Measure(column, ColumnFixture.Exact, 30, block =>
        {
            alive.Reset();
            if (block == 20)
                alive.Change(0)[10..12].Clear();
        });
        var falls = Enumerable.Range(1, values.Length - 1).Where(i => values[i] < values[i - 1]).ToArray();
        falls.ShouldBe([(20 * ColumnFixture.Ticks) + 10]);
        values[falls[0]].ShouldBe(0);
    }

    [Theory]
    [InlineData(0.002)]
    [InlineData(0.5)]
    [InlineData(40.0)]
    public void Events_come_at_their_rate_as_whole_numbers(double perSecond)
    {
        var blocks = 3000;
        var column = new CounterColumn("gpu_pcie_replays_total", ColumnFixture.Constant((float)(perSecond / 2)))
        {
            IsPoisson = true, Background = perSecond / 2,
        };
        var values = ColumnFixture.Measure(column, ColumnFixture.Exact, blocks);
        var mean = perSecond * blocks * ColumnFixture.Ticks;
        values[^1].ShouldBe(mean, 4 * Math.Sqrt(mean));
        values.ShouldAllBe(value => value == Math.Floor(value));
    }

    [Fact]
    public void Old_counters_wrap_where_the_profile_says_so()
    {
        CounterColumn Packets() => new("rdma_transmit_packets_total", ColumnFixture.Constant(1e8f)) { Quantum = 1, Is32Bits = true };
        var wrapping = ColumnFixture.Measure(Packets(), ExporterSettings.Of(new ExporterConfig { Wraps = true }), 2);
        wrapping.Max().ShouldBeLessThan(1L << 32);
        Enumerable.Range(1, wrapping.Length - 1).Count(i => wrapping[i] < wrapping[i - 1]).ShouldBe(2);
        ColumnFixture.Measure(Packets(), ColumnFixture.Noisy, 2).Max().ShouldBeGreaterThan(1e10);
    }
}
