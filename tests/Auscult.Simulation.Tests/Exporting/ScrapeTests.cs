using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Exporting;

public sealed class ScrapeTests
{
    private const int Ticks = 64;
    private static readonly ClusterLayout Layout = new(new MachineRoomConfig { Nodes = 2 });

    [Fact]
    public void Samples_come_at_their_interval_with_the_jitter_they_are_asked_for()
    {
        var config = new ExporterConfig { Profile = ExporterProfile.Ideal, Jitter = TimeSpan.FromSeconds(0.1) };
        var late = Run(config, 5, 2000).Select((scrape, i) => (scrape.Micros / 1e6) - (5 * i)).ToArray();
        late.Skip(1).Average().ShouldBe(0, 0.01);
        Math.Sqrt(late.Average(seconds => seconds * seconds)).ShouldBe(0.1, 0.005);
    }

    [Fact]
    public void The_share_of_samples_that_never_happen_is_as_configured()
    {
        var scrapes = Run(new ExporterConfig { Profile = ExporterProfile.Ideal, DropRatio = 0.1 }, 1, 2000);
        (scrapes.Count / (2000.0 * Ticks)).ShouldBe(0.9, 0.005);
        var gaps = new ExporterConfig { Profile = ExporterProfile.Ideal, GapsPerDay = 400, GapTime = TimeSpan.FromSeconds(40) };
        // A gap of 40 s every 216 + 40 s.
        (Run(gaps, 1, 6000).Count / (6000.0 * Ticks)).ShouldBe(216.0 / 256, 0.01);
    }

    [Fact]
    public void Clocks_are_off_and_drift_as_configured()
    {
        var config = new ExporterConfig { Profile = ExporterProfile.Ideal, ClockOffset = TimeSpan.FromSeconds(0.5), ClockDriftPpm = 30 };
        var clocks = new HostClocks(2000, ExporterSettings.Of(config), new Seeds(1));
        var offsets = Enumerable.Range(0, 2000).Select(host => clocks.Shown(host, 0)).ToArray();
        Math.Sqrt(offsets.Average(seconds => seconds * seconds)).ShouldBe(0.5, 0.03);
        var drifts = Enumerable.Range(0, 2000).Select(host => clocks.Shown(host, 1e6) - 1e6 - offsets[host]).ToArray();
        Math.Sqrt(drifts.Average(seconds => seconds * seconds)).ShouldBe(30, 1.5);
        var scrapes = Run(config, 1, 10);
        scrapes[0].Micros.ShouldNotBe(0);
        (scrapes[600].Micros - scrapes[0].Micros).ShouldBeInRange(599_900_000, 600_100_000);
    }

    [Fact]
    public void An_exporter_that_cannot_be_reached_fails_after_the_timeout()
    {
        var conditions = new Conditions(Layout, Ticks);
        conditions.Node.Reachable.Change(0)[10..20].Clear();
        conditions.Node.Up.Change(0)[30..32].Clear();
        conditions.Node.ScrapeDelay.Change(0)[40] = 30;
        var scrapes = Run(new ExporterConfig { Profile = ExporterProfile.Ideal }, 1, 1, conditions);
        var failed = scrapes.Where(scrape => scrape.Outcome == SampleOutcome.Failed).ToArray();
        failed.Select(scrape => scrape.Tick).ShouldBe([.. Enumerable.Range(10, 10), 30, 31, 40]);
        failed.ShouldAllBe(scrape => scrape.Latency == 10);
        scrapes.Where(scrape => scrape.Outcome == SampleOutcome.Answered).ShouldAllBe(scrape => scrape.Latency < 0.5);
    }

    [Fact]
    public void A_hanging_driver_fails_its_share_of_the_samples()
    {
        var conditions = new Conditions(Layout, Ticks);
        conditions.Gpu.Responding.Change(3).Clear();
        var scrapes = Run(new ExporterConfig { Profile = ExporterProfile.Ideal, HangFailRatio = 0.4 }, 1, 100, conditions);
        (scrapes.Count(scrape => scrape.Outcome == SampleOutcome.Failed) / (double)scrapes.Count).ShouldBe(0.4, 0.03);
    }

    [Fact]
    public void Values_are_read_again_only_after_the_refresh_time()
    {
        var config = new ExporterConfig { Profile = ExporterProfile.Ideal, Refresh = TimeSpan.FromSeconds(30) };
        var scrapes = Run(config, 15, 20);
        scrapes.Select((scrape, i) => scrape.Outcome == (i % 2 == 0 ? SampleOutcome.Answered : SampleOutcome.Stale))
            .ShouldAllBe(isRight => isRight);
    }

    private static List<Scrape> Run(ExporterConfig config, double interval, int blocks, Conditions? conditions = null)
    {
        var settings = ExporterSettings.Of(config);
        var targets = new ScrapeTargets("node", 2, interval, settings, new HostClocks(2, settings, new Seeds(3)), new Seeds(1))
        {
            Hosts = conditions?.Node, Drivers = conditions is null ? null : (conditions.Gpu.Responding, 8), Refresh = settings.Refresh,
        };
        var scrapes = new List<Scrape>();
        for (var block = 0; block < blocks; block++)
        {
            targets.Begin(new Block(block * Ticks, Ticks, 1, DateTimeOffset.UnixEpoch), new ParallelOptions { MaxDegreeOfParallelism = 1 });
            scrapes.AddRange(targets[0]);
        }
        return scrapes;
    }
}
