using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>What a switch says of itself (streaming telemetry, SNMP).</summary>
internal static class SwitchTable
{
    public static IEnumerable<SeriesColumnModel> Columns(SwitchState s, SwitchConditions faults)
    {
        yield return new CounterColumn("switch_receive_bytes_total", s.Bytes) { Quantum = 1, Initial = 1e16 };
        yield return new CounterColumn("switch_transmit_bytes_total", s.Bytes) { Quantum = 1, Initial = 1e16 };
        yield return new CounterColumn("switch_discards_total", s.Discards) { IsPoisson = true, Background = 1e-5 };
        yield return new CounterColumn("switch_port_errors_total", faults.Errors) { IsPoisson = true, Scale = 0.5, Background = 1e-5 };
        yield return new CounterColumn("switch_ecn_marked_packets_total", s.Marked) { Quantum = 1 };
        yield return new CounterColumn("switch_transmit_pauses_total", s.Pauses) { Quantum = 1 };
        yield return new CounterColumn("switch_transmit_wait_seconds_total", s.WaitShare) { Quantum = 1e-6 };
        yield return new GaugeColumn("switch_buffer_used_ratio", s.Buffer) { NoiseRatio = 0.1, Max = 1, Quantum = 0.001, IsSensor = true };
    }
}
