using System.Text;
using Auscult.Tracking.Spool;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Tracking.Tests.Spool;

/// <summary>A spool that was cut at any byte, or damaged.</summary>
public sealed class SpoolFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_byte_it_is_cut_at_whole_records_are_read_and_appending_goes_on()
    {
        var path = _folder["records"];
        Write(path, 0, 20);
        var bytes = File.ReadAllBytes(path);
        for (var cut = 0; cut <= bytes.Length; cut += 7)
        {
            File.WriteAllBytes(path, bytes[..cut]);
            var whole = bytes.AsSpan(0, cut).Count((byte)'\n');
            Steps(path).ShouldBe(Enumerable.Range(0, whole).Select(i => (long)i));
            Write(path, whole, whole + 1);
            Steps(path).ShouldBe(Enumerable.Range(0, whole + 1).Select(i => (long)i));
        }
    }

    [Fact]
    public void A_damaged_line_is_passed_over()
    {
        var path = _folder["records"];
        Write(path, 0, 5);
        var lines = File.ReadAllText(path).Split('\n');
        lines[2] = lines[2].Replace("\"step\":2", "\"step\":9");
        lines[3] = new string('\0', 30);
        File.WriteAllText(path, string.Join('\n', lines));
        Steps(path).ShouldBe([0, 1, 4]);
    }

    [Fact]
    public void Any_value_and_text_reads_back() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<double>(), ArbMap.Default.ArbFor<NonNull<string>>(), (number, text) =>
        {
            var path = _folder["any"];
            File.Delete(path);
            // A lone surrogate is no text: UTF-8 cannot hold it.
            var value = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
            using (var file = SpoolFile.Append(path))
                file.Write(new SpoolRecord(SpoolOp.Metric) { Key = value, Number = number });
            var read = SpoolFile.Read(path, 0).Single().Record;
            return read.Key == value && read.Number!.Value.Equals(number);
        }));

    [Fact]
    public void Reading_starts_at_any_record()
    {
        var path = _folder["records"];
        Write(path, 0, 5);
        var second = SpoolFile.Read(path, 0).ElementAt(1).End;
        SpoolFile.Read(path, second).Select(line => line.Record.Step!.Value).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public void A_full_disk_is_told()
    {
        if (!File.Exists("/dev/full"))
            return;
        using var file = new SpoolFile(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        Should.Throw<IOException>(() => file.Write(new SpoolRecord(SpoolOp.Metric) { Key = "a", Number = 1 }));
    }

    private static long[] Steps(string path) => [.. SpoolFile.Read(path, 0).Select(line => line.Record.Step!.Value)];

    private static void Write(string path, int from, int to)
    {
        using var file = SpoolFile.Append(path);
        for (var i = from; i < to; i++)
            file.Write(new SpoolRecord(SpoolOp.Metric) { Key = "loss", Number = 1.0 / i, Time = i, Step = i });
    }
}
