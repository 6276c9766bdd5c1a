using System.Diagnostics;
using Auscult.Foundation;
using Auscult.Learning.Checkpoints;
using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace Auscult.Learning.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Every_type_and_shape_comes_back_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["scalar"] = tensor(3.5f),
            ["empty"] = zeros(0, 3),
            ["f32"] = randn(2, 3, 4),
            ["f64"] = randn([5], dtype: ScalarType.Float64),
            ["i64"] = arange(7, dtype: ScalarType.Int64),
            ["bool"] = tensor(new[] { true, false, true }),
            ["bf16"] = randn(3).to(ScalarType.BFloat16),
            ["strided"] = randn(4, 3).t(),
        };
        var file = _folder.File("a.safetensors");
        SafetensorsWriter.Write(file, tensors, new Dictionary<string, string> { ["key"] = "välue" });

        using var read = SafetensorsFile.Open(file);

        read.Metadata["key"].ShouldBe("välue");
        read.Entries.Select(e => e.Name).Order().ShouldBe(tensors.Keys.Order());
        foreach (var (name, expected) in tensors)
        {
            var actual = read.Read(name);
            actual.dtype.ShouldBe(expected.dtype);
            actual.shape.ShouldBe(expected.shape);
            actual.bytes.ToArray().ShouldBe(expected.contiguous().bytes.ToArray());
        }
    }

    [Fact]
    public void Every_shape_round_trips() => Prop.ForAll(
        Gen.Choose(0, 4).ListOf(3).Select(axes => axes.Select(a => (long)a).ToArray()).ToArbitrary(),
        shape =>
        {
            using var scope = NewDisposeScope();
            var file = _folder.File("p.safetensors");
            var expected = randn(shape);
            SafetensorsWriter.Write(file, new Dictionary<string, Tensor> { ["x"] = expected });
            using var read = SafetensorsFile.Open(file);
            return read.Read("x").shape.SequenceEqual(shape) && read.Read("x").bytes.SequenceEqual(expected.bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equal_content_gives_equal_bytes()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (randn(3), randn(2));
        SafetensorsWriter.Write(_folder.File("1"), new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b });
        SafetensorsWriter.Write(_folder.File("2"), new Dictionary<string, Tensor> { ["b"] = b, ["a"] = a });

        File.ReadAllBytes(_folder.File("1")).ShouldBe(File.ReadAllBytes(_folder.File("2")));
    }

    [Fact]
    public void No_prefix_of_a_file_opens()
    {
        using var scope = NewDisposeScope();
        var whole = _folder.File("whole");
        SafetensorsWriter.Write(whole, new Dictionary<string, Tensor> { ["a"] = randn(4, 4) });
        var bytes = File.ReadAllBytes(whole);
        for (var length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(_folder.File("cut"), bytes[..length]);
            Should.Throw<InputException>(() => SafetensorsFile.Open(_folder.File("cut"))).Message.ShouldContain("cut");
        }
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "8 bytes follow")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown dtype 'Q4'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", 4, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "JSON")]
    [InlineData("""{"__metadata__":{"n":1}}""", 0, "no string")]
    [InlineData("""[1,2]""", 0, "'{'")]
    [InlineData("""{"a":""", 0, "JSON")]
    public void A_header_that_does_not_describe_the_file_is_refused(string header, int payload, string reason)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(_folder.File("bad"), [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. new byte[payload]]);

        Should.Throw<InputException>(() => SafetensorsFile.Open(_folder.File("bad"))).Message.ShouldContain(reason);
    }

    [Fact]
    public void A_header_of_more_than_100_megabytes_is_refused()
    {
        File.WriteAllBytes(_folder.File("huge"), [.. BitConverter.GetBytes(100_000_001UL), .. new byte[100]]);

        Should.Throw<InputException>(() => SafetensorsFile.Open(_folder.File("huge"))).Message.ShouldContain("larger");
    }

    [PythonFact]
    public void Python_reads_what_is_written()
    {
        using var scope = NewDisposeScope();
        var file = _folder.File("py.safetensors");
        SafetensorsWriter.Write(
            file,
            new Dictionary<string, Tensor> { ["w"] = tensor(new[] { 1.5f, -2f, 4f, 8f }, [2, 2]), ["n"] = tensor(new[] { 3L, 4L }) },
            new Dictionary<string, string> { ["format"] = "pt" });
        var script = Path.Combine(AppContext.BaseDirectory, "Golden", "safetensors_stdlib.py");

        using var process = Process.Start(new ProcessStartInfo(PythonFactAttribute.Python, [script, file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();

        lines.ShouldBe(["metadata format pt", "n I64 2 7.0", "w F32 2x2 11.5"]);
    }

    public void Dispose() => _folder.Dispose();
}
