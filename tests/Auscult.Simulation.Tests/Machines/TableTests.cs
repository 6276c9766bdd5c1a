using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Machines;

public sealed class TableTests
{
    private static readonly SimulationConfig Config = new()
    {
        Room = new MachineRoomConfig { Nodes = 2 }, Training = new TrainingJobConfig(),
    };

    [Fact]
    public void Every_column_is_in_the_catalogue_with_its_kind()
    {
        foreach (var table in Tables(new ExporterConfig()))
        {
            table.Columns.Select(column => column.Name).ShouldBeUnique();
            foreach (var column in table.Columns)
            {
                var signal = SignalCatalogue.Default.Require(column.Name).Signal;
                (signal.Kind == SignalKind.Counter).ShouldBe(column is CounterColumn, column.Name);
                if (table.Target is not null)
                    (signal.Layer, signal.EntityKind).ShouldBe((table.Layer, table.EntityKind), column.Name);
            }
        }
    }

    [Fact]
    public void An_accelerator_has_about_a_hundred_signals_with_its_interface_and_its_share_of_the_host()
    {
        var count = new Dictionary<EntityKind, int>();
        foreach (var table in Tables(new ExporterConfig()))
            count[table.EntityKind] = count.GetValueOrDefault(table.EntityKind) + table.Columns.Count;
        // The rank's own signals are the job's.
        (count[EntityKind.Gpu] + count[EntityKind.Nic] + ((count[EntityKind.Node] + count[EntityKind.Disk]) / 8.0)).ShouldBeInRange(70, 90);
    }

    [Fact]
    public void Fields_that_are_off_by_default_have_no_column()
    {
        var names = Names(new ExporterConfig { Profile = ExporterProfile.DcgmDefault });
        names.ShouldNotContain("gpu_ecc_corrected_errors_total");
        names.ShouldNotContain("gpu_thermal_violation_seconds_total");
        names.ShouldNotContain("gpu_nvlink_crc_flit_errors_total");
        names.ShouldContain("gpu_tensor_active_ratio");
        Names(new ExporterConfig { Profile = ExporterProfile.DcgmFull }).ShouldContain("gpu_ecc_corrected_errors_total");
        Names(new ExporterConfig { Without = ["gpu_power_watts"] }).ShouldNotContain("gpu_power_watts");
    }

    [Fact]
    public void New_names_of_an_upgrade_are_unknown_to_the_catalogue()
    {
        var columns = Tables(new ExporterConfig { UpgradeAfter = TimeSpan.FromSeconds(10) }).SelectMany(table => table.Columns).ToArray();
        var renamed = columns.OfType<RenamedColumn>().ToArray();
        renamed.Length.ShouldBe(columns.Count(column => column.RenamedTo is not null));
        renamed.ShouldNotBeEmpty();
        renamed.ShouldAllBe(column => SignalCatalogue.Default.Find(column.Name, null) == null);
    }

    [Fact]
    public void A_signal_that_does_not_exist_is_refused_with_its_key() =>
        Should.Throw<Foundation.InputException>(() => Tables(new ExporterConfig { Without = ["gpu_powr_watts"] })).Message
            .ShouldContain("simulation.exporters.without[0]");

    private static IReadOnlyList<SeriesTableModel> Tables(ExporterConfig exporters) =>
        new SimulatedCluster(Config with { Exporters = exporters }, new Seeds(1)).Tables;

    private static string[] Names(ExporterConfig exporters) =>
        [.. Tables(exporters).SelectMany(table => table.Columns).Select(column => column.Name)];
}
