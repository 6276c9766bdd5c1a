using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.TensorBoard;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Storage;

namespace Auscult.Telemetry.Tests.Loading.TensorBoard;

public sealed class TensorBoardSourceTests : IDisposable
{
    private const double Start = 1_700_000_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Checksums_are_those_of_published_records()
    {
        // CRC-32C of "123456789" is e3069283 (RFC 3720); masked by ((crc >> 15) | (crc << 17)) + a282ead8.
        Crc32C.Masked("123456789"u8).ShouldBe(((0xe3069283u >> 15) | (0xe3069283u << 17)) + 0xa282ead8u);
    }

    [Fact]
    public void Scalars_of_a_step_share_a_row_whatever_they_are_written_as()
    {
        Write("events.out.tfevents.1", new EventFile()
            .Scalar(Start + 1, 10, "train/loss", 2.5f).Tensor(Start + 1.001, 10, "train/grad_norm", 1.5f, inContent: true)
            .Tensor(Start + 1.002, 10, "my/metric", 7, inContent: false)
            .Scalar(Start + 2, 20, "train/loss", float.NaN).Scalar(Start + 2.001, 20, "train/grad_norm", 1.25f));
        var dataset = Load();

        dataset.Values(Layer.Model, EntityKind.Rank, "steps_total").ShouldBe([10, 20]);
        dataset.Values(Layer.Model, EntityKind.Rank, "loss").ShouldBe([2.5, double.NaN]);
        dataset.Values(Layer.Model, EntityKind.Rank, "grad_norm").ShouldBe([1.5, 1.25]);
        dataset.Values(Layer.Model, EntityKind.Rank, "my/metric").ShouldBe([7, double.NaN]);
        dataset.Manifest.Recordings[0].Start.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_700_000_001));
        dataset.Manifest.Import!.Unmapped.Select(metric => metric.Name).ShouldBe(["my/metric"]);
        dataset.Events.Single().Kind.ShouldBe("nonfinite_loss");
        DatasetWriter.Write(_folder.At("set"), dataset);
        DatasetComparison.ShouldEqual(Dataset.Open(_folder.At("set")), dataset, relativeTolerance: 1e-6);
    }

    [Fact]
    public void Files_follow_each_other_and_a_step_that_goes_back_is_a_restart()
    {
        Write("events.out.tfevents.1", new EventFile().Scalar(Start + 1, 10, "loss", 2).Scalar(Start + 2, 20, "loss", 9));
        Write("events.out.tfevents.2", new EventFile().Scalar(Start + 60, 11, "loss", 2).Scalar(Start + 61, 12, "loss", 1));
        var dataset = Load();

        dataset.Values(Layer.Model, EntityKind.Rank, "loss").ShouldBe([2, 9, 2, 1]);
        dataset.Events.Single().Detail.ShouldBe("from step 20 back to step 11");
    }

    [Fact]
    public void Subfolders_stand_before_their_tags()
    {
        Write("train/events.out.tfevents.1", new EventFile().Scalar(Start + 1, 10, "epoch_loss", 2).Scalar(Start + 3, 20, "epoch_loss", 1));
        Write("validation/events.out.tfevents.1", new EventFile().Scalar(Start + 2, 5, "epoch_loss", 3));
        var dataset = Load();

        dataset.Seen(Layer.Model, EntityKind.Rank, "train/epoch_loss").ShouldBe([2, 1]);
        dataset.Seen(Layer.Model, EntityKind.Rank, "validation/epoch_loss").ShouldBe([3]);
        dataset.Seen(Layer.Model, EntityKind.Rank, "steps_total").ShouldBe([10, 20]);
        dataset.Events.ShouldBeEmpty();
    }

    [Fact]
    public void The_tail_of_a_live_writer_is_left_to_it_and_noted()
    {
        var whole = new EventFile().Scalar(Start + 1, 1, "loss", 2).Bytes;
        var longer = new EventFile().Scalar(Start + 1, 1, "loss", 2).Scalar(Start + 2, 2, "loss", 1).Bytes;
        for (var length = whole.Length; length < longer.Length; length++)
        {
            File.WriteAllBytes(_folder.At("events.out.tfevents.1"), longer[..length]);
            var dataset = Load();
            dataset.Values(Layer.Model, EntityKind.Rank, "loss").ShouldBe([2]);
            dataset.Manifest.Import!.Remarks.Count.ShouldBe(length == whole.Length ? 0 : 1);
        }
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        var bytes = new EventFile().Scalar(Start + 1, 1, "loss", 2).Scalar(Start + 2, 2, "loss", 1).Bytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x10;
            File.WriteAllBytes(_folder.At("events.out.tfevents.1"), damaged);
            Should.Throw<InputException>(() => Load()).Message.ShouldContain("checksum");
        }
        var context = new ImportContext(skipBad: true);
        bytes[^6] ^= 1;
        File.WriteAllBytes(_folder.At("events.out.tfevents.1"), bytes);
        Load(context).Values(Layer.Model, EntityKind.Rank, "loss").ShouldBe([2]);
        context.Bad.Listed.Single().ShouldContain("record 3 at byte");
    }

    [Fact]
    public void A_record_that_is_no_event_and_a_time_that_cannot_be_true_are_named()
    {
        Write("events.out.tfevents.1", new EventFile().Scalar(Start, 1, "loss", 2).Add([0xff, 0xff, 0xff]));
        Should.Throw<InputException>(() => Load()).Message.ShouldContain("record 3: is no TensorBoard event");
        Write("events.out.tfevents.1", new EventFile().Scalar(Start, 1, "loss", 2).Scalar(5, 2, "loss", 2));
        Should.Throw<InputException>(() => Load()).Message.ShouldContain("cannot be the time");
        Write("events.out.tfevents.1", new EventFile());
        Should.Throw<InputException>(() => Load()).Message.ShouldContain("there is no sample in it");
    }

    private Dataset Load(ImportContext? context = null) => new TensorBoardSource(_folder.Path).Load(context);

    private void Write(string name, EventFile file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(name))!);
        File.WriteAllBytes(_folder.At(name), file.Bytes);
    }
}
