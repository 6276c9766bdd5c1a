using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>What node_exporter, sysfs and ethtool say of an RDMA interface. Shares of the errors' kinds are estimates (E).</summary>
internal static class NicTable
{
    /// <summary>Ticks of port_xmit_wait per second (E).</summary>
    private const double WaitTicks = 1.56e8;

    /// <summary>Pause frames per second of paused time: one lasts at most 65,535 times 512 bits.</summary>
    private const double PauseFrames = SwitchModel.PauseFrames;

    public static IEnumerable<SeriesColumnModel> Columns(NicState s, NicConditions faults)
    {
        SeriesColumnModel Counter(string name, Plane rate, double scale = 1, double background = 0, double initial = 0, bool old = true) =>
            new CounterColumn(name, rate)
            {
                Scale = scale, Background = background, Quantum = 1, Initial = initial, Alive = s.Alive, Is32Bits = old,
            };
        SeriesColumnModel Events(string name, Plane rate, double scale = 1, double background = 0) =>
            new CounterColumn(name, rate) { IsPoisson = true, Scale = scale, Background = background, Alive = s.Alive };
        yield return new GaugeColumn("rdma_port_state", s.PortState);
        yield return new GaugeColumn("rdma_port_physical_state", s.PhysicalState);
        yield return new GaugeColumn("rdma_port_rate_bytes_per_second", s.Rate);
        yield return Counter("rdma_transmit_bytes_total", s.TransmitBytes, initial: 1e15, old: false);
        yield return Counter("rdma_receive_bytes_total", s.ReceiveBytes, initial: 1e15, old: false);
        yield return Counter("rdma_transmit_packets_total", s.TransmitBytes, 1 / NicModel.PacketBytes, 2, 2e11);
        yield return Counter("rdma_receive_packets_total", s.ReceiveBytes, 1 / NicModel.PacketBytes, 2, 2e11);
        yield return Counter("rdma_transmit_wait_total", s.WaitShare, WaitTicks, initial: 1e10);
        yield return Events("rdma_transmit_discards_total", s.Lost, 0.01);
        yield return Events("rdma_receive_errors_total", faults.SymbolErrors, 0.3, 1e-6);
        yield return Events("rdma_symbol_errors_total", faults.SymbolErrors, 1, 1e-5);
        yield return Events("rdma_link_recoveries_total", faults.Recoveries, 1, 2e-7);
        yield return Counter("rdma_link_downs_total", s.LinkDowns);
        yield return Events("rdma_out_of_sequence_total", s.Lost, 1, 1e-3);
        yield return Events("rdma_packet_sequence_errors_total", s.Lost, 0.6, 1e-3);
        yield return Events("rdma_local_ack_timeouts_total", s.Timeouts, 1, 2e-5);
        yield return Events("rdma_adaptive_retransmissions_total", s.Lost, 0.3, 1e-4);
        yield return Events("rdma_slow_restarts_total", s.Congestion, 20, 1e-4);
        yield return Counter("rdma_ecn_marked_packets_total", s.Marked);
        yield return Counter("rdma_cnp_sent_total", s.Marked, 0.2);
        yield return Counter("rdma_cnp_handled_total", s.Marked, 0.2);
        yield return Counter("nic_receive_pauses_total", s.ReceivePause, PauseFrames);
        yield return Counter("nic_transmit_pauses_total", s.TransmitPause, PauseFrames);
        yield return new CounterColumn("nic_receive_pause_seconds_total", s.ReceivePause) { Quantum = 1e-6, Alive = s.Alive };
        yield return new GaugeColumn("nic_up_state", s.Up);
    }
}
