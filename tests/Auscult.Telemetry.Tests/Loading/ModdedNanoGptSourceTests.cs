using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.ModdedNanoGpt;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading;

public sealed class ModdedNanoGptSourceTests
{
    private static readonly string Published = Path.Combine(DatasetFactAttribute.Root, "ModdedNanoGPT_logs");

    [DatasetFact("ModdedNanoGPT_logs")]
    public void There_are_37_runs_with_every_logged_step()
    {
        var dataset = new ModdedNanoGptSource(Published).Load();

        dataset.Manifest.Recordings.Count.ShouldBe(37);
        // for f in */*.gz; do zcat $f | grep -cE '^step:.* train_loss|^s:.* trl:'; done
        dataset.Seen(Layer.Model, EntityKind.Rank, "steps_total").Length.ShouldBe(252_117);
        dataset.Seen(Layer.Model, EntityKind.Rank, "grad_norm").Length.ShouldBe(19_560);
        dataset.Incidents.ShouldAllBe(incident => incident.IsBenign);
        dataset.Manifest.Import!.SkippedRecords.ShouldBe(0);
    }

    [DatasetFact("ModdedNanoGPT_logs")]
    public void Soap_is_slow_at_every_tenth_step()
    {
        var table = new ModdedNanoGptSource(Path.Combine(Published, "2024-10-09_SOAP")).Load().ReadSeries(Layer.Model, EntityKind.Rank);
        var (steps, seconds) = (table.Values("steps_total"), table.Values("step_seconds"));
        var slow = steps.Zip(seconds).Where(row => row.First > 20 && row.Second > 3 * 0.256).Select(row => row.First).ToArray();

        slow.Length.ShouldBeInRange(550, 650);
        slow.Count(step => step % 10 == 1).ShouldBeGreaterThan(slow.Length * 9 / 10);
    }

    [Fact]
    public void A_log_without_a_step_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("a"));
        File.WriteAllText(folder.At("a", "0123456789.txt.gz"), "nothing\n");
        Should.Throw<InputException>(() => new ModdedNanoGptSource(folder.Path).Load()).Message.ShouldContain("0123456789.txt.gz: has no training step");
    }
}
