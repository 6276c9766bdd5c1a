using Auscult.Foundation;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.DbSherlock;
using Auscult.Telemetry.Loading.Recorded;

namespace Auscult.Telemetry.Tests.Catalogue;

public sealed class SignalCatalogueTests
{
    [Fact]
    public void It_describes_every_recorded_signal_as_the_recorder_does()
    {
        foreach (var signal in RecordedSignals.All)
            SignalCatalogue.Default.Require(signal.Name).ShouldBe(new ResolvedSignal(signal, 1));
    }

    [DatasetFact("DBSherlock")]
    public void It_describes_every_signal_of_DbSherlock_as_its_loader_does()
    {
        foreach (var signal in new DbSherlockSource(Path.Combine(DatasetFactAttribute.Root, "DBSherlock")).Load().Manifest.Signals)
            SignalCatalogue.Default.Require(signal.Name).Signal.ShouldBe(signal);
    }

    [Theory]
    [InlineData("DCGM_FI_DEV_GPU_UTIL", "gpu_utilization_ratio", 0.01)]
    [InlineData("DCGM_FI_DEV_FB_USED", "gpu_memory_used_bytes", 1048576)]
    [InlineData("node_cpu_seconds_total{mode=\"iowait\"}", "cpu_iowait_seconds_total", 1)]
    [InlineData("node_vmstat_pgpgin", "memory_page_in_bytes_total", 1024)]
    public void A_vendors_name_stands_for_a_signal_and_says_what_to_multiply_by(string alias, string name, double scale) =>
        SignalCatalogue.Default.Find(alias).ShouldBe(new ResolvedSignal(SignalCatalogue.Default.Require(name).Signal, scale));

    [Theory]
    [InlineData("DCGM_FI_DEV_POWER_VIOLATION", null, 2e9, 2)]
    [InlineData("DCGM_FI_DEV_POWER_VIOLATION", "us", 2e6, 2)]
    [InlineData("memory.used", "GiB", 1, 1073741824)]
    [InlineData("memory.used", "bananas", 1, 1048576)]
    [InlineData("port_rcv_data", null, 10, 40)]
    [InlineData("temperature.gpu", "fahrenheit", 212, 100)]
    [InlineData("temperature.gpu", "K", 373.15, 100)]
    [InlineData("kube_node_spec_unschedulable", null, 1, 0)]
    [InlineData("kube_node_spec_unschedulable", null, 0, 1)]
    public void Values_are_converted_by_the_catalogue_s_unit_or_the_one_the_data_name(string name, string? unit, double value, double expected) =>
        SignalCatalogue.Default.Find(name, unit)!.Convert(value).ShouldBe(expected, 1e-9 * Math.Max(1, Math.Abs(expected)));

    [Theory]
    [InlineData("rx_prio3_pause", "nic_receive_pauses_total", "3")]
    [InlineData("rx_prio0_pause_duration", "nic_receive_pause_seconds_total", "0")]
    [InlineData("moe/layer_17/cv", "moe_load_cv", "17")]
    [InlineData("npu_chip_optical_rx_power_2", "npu_optical_receive_watts", "2")]
    [InlineData("DCGM_FI_PROF_PIPE_FP64_ACTIVE", "gpu_fp64_active_ratio", "")]
    public void A_star_stands_for_a_number_that_becomes_the_part(string name, string signal, string part)
    {
        var resolved = SignalCatalogue.Default.Find(name)!;
        (resolved.Signal.Name, resolved.Part).ShouldBe((signal, part));
        SignalCatalogue.Default.Find("rx_prio_pause").ShouldBeNull();
    }

    [Fact]
    public void Signals_are_ordered_by_layer_and_units_follow_names()
    {
        SignalCatalogue.Default.Signals.Select(signal => signal.Layer).ShouldBeInOrder();
        foreach (var signal in SignalCatalogue.Default.Signals.Where(signal => signal.Kind == SignalKind.Counter))
            signal.Name.ShouldEndWith("_total");
        foreach (var (suffix, unit) in new[] { ("_bytes", "bytes"), ("_seconds", "s"), ("_ratio", "ratio"), ("_celsius", "celsius"), ("_watts", "W") })
            SignalCatalogue.Default.Signals.Where(signal => signal.Name.EndsWith(suffix, StringComparison.Ordinal)).ShouldAllBe(signal => signal.Unit == unit);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_nearest_known_one()
    {
        SignalCatalogue.Default.Find("cpu_user_secs_total").ShouldBeNull();
        Should.Throw<InputException>(() => SignalCatalogue.Default.Require("cpu_user_secs_total", "map.yaml"))
            .Message.ShouldBe("map.yaml: unknown signal 'cpu_user_secs_total'; did you mean 'cpu_user_seconds_total'?");
    }

    [Theory]
    [InlineData("signals:\n  - {name: a}", "signals[0].layer' is missing")]
    [InlineData("layer: hardwear\nsignals: []", "hardwear")]
    [InlineData("layer: hardware\nsignals:\n  - {name: a, kind: gauge, unit: s, entity: node, alias: b}", "did you mean 'aliases'?")]
    [InlineData("layer: hardware\nsignals:\n  - {name: a, kind: gauge, unit: s, entity: node}\n  - {name: a, kind: gauge, unit: s, entity: node}", "given twice")]
    [InlineData("layer: hardware\nsignals:\n  - {name: a, kind: gauge, unit: s, entity: node, aliases: {x: 1}}\n  - {name: b, kind: gauge, unit: s, entity: node, aliases: {x: 1}}", "already stands for 'a'")]
    [InlineData("layer: hardware\nsignals:\n  - {name: a, kind: gauge, unit: s, entity: node, aliases: {x: much}}", "not a number")]
    [InlineData("layer: hardware\nsignals:\n  - {name: a, kind: gauge, unit: s, entity: node, aliases: {x: MiB}}", "not a unit that measures 's'")]
    [InlineData("layer: hardware\nsignals:\n  - {name: a, kind: gauge, unit: s, entity: node, aliases: {x: [ns, W]}}", "aliases.x: 'W' is not a number")]
    [InlineData("layer: hardware\nsignals:\n  - {name: a, kind: gauge, unit: s, entity: node, aliases: {x: []}}", "aliases.x: an empty list")]
    [InlineData("layer: hardware\nsignals:\n  - {name: a, kind: gauge, unit: s, entity: node, aliases: {x: {offset: 1}}}", "scale' is missing")]
    [InlineData("layer: hardware\nsignals:\n  - {name: a, kind: gauge, unit: s}", "entity' is missing")]
    public void A_malformed_file_is_refused_with_its_name(string yaml, string problem)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("one.yaml"), yaml);
        var message = Should.Throw<InputException>(() => SignalCatalogue.Load(folder.Path)).Message;
        message.ShouldContain("one.yaml");
        message.ShouldContain(problem);
    }

    [Fact]
    public void A_folder_without_files_is_refused()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<InputException>(() => SignalCatalogue.Load(folder.At("nothing"))).Message.ShouldContain("no signal catalogue");
    }
}
