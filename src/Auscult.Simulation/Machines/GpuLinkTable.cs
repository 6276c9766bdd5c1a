using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>
/// What exporters say of the accelerators' links (DCGM's fields). Fields are off by default where dcgm-exporter's list has them commented
/// out (taxonomy, R). Shares of the errors' kinds are estimates (E).
/// </summary>
internal static class GpuLinkTable
{
    public static IEnumerable<SeriesColumnModel> Columns(GpuState s, GpuConditions faults)
    {
        SeriesColumnModel Rate(string name, Plane bytes, double scale = 1, bool off = false, string? renamed = null) =>
            new GaugeColumn(name, bytes)
            {
                Scale = scale, Noise = 2e4, NoiseRatio = 0.02, NoiseSeconds = 1.5, Quantum = 1, IsProfiling = true, IsOffByDefault = off,
                RenamedTo = renamed,
            };
        SeriesColumnModel Errors(string name, double scale, double background = 0) => new CounterColumn(name, faults.NvlinkErrors)
        {
            IsPoisson = true, Scale = scale, Background = background, Alive = s.Alive, IsOffByDefault = true,
        };
        yield return Rate("gpu_pcie_transmit_bytes_per_second", s.PcieTransmit);
        yield return Rate("gpu_pcie_receive_bytes_per_second", s.PcieReceive);
        yield return new GaugeColumn("gpu_pcie_link_generation_state", s.Present) { Scale = 5, IsOffByDefault = true };
        yield return new GaugeColumn("gpu_pcie_link_width_state", s.PcieWidth) { IsOffByDefault = true };
        yield return new CounterColumn("gpu_pcie_correctable_errors_total", faults.PcieReplays)
        {
            IsPoisson = true, Scale = 0.3, Background = 2e-5, Alive = s.Alive, IsOffByDefault = true,
        };
        yield return Rate("gpu_nvlink_bytes_per_second", s.NvlinkTransmit, 2, renamed: "dcgm_nvlink_payload_bytes_per_second");
        yield return Rate("gpu_nvlink_transmit_bytes_per_second", s.NvlinkTransmit, off: true);
        yield return Rate("gpu_nvlink_receive_bytes_per_second", s.NvlinkReceive, off: true);
        yield return Errors("gpu_nvlink_crc_flit_errors_total", 1, 1e-5);
        yield return Errors("gpu_nvlink_crc_data_errors_total", 0.2);
        yield return Errors("gpu_nvlink_replays_total", 0.5, 1e-5);
        yield return Errors("gpu_nvlink_recoveries_total", 0.02);
    }
}
