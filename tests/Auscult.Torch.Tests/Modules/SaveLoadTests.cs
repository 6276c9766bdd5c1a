using System.Buffers.Binary;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Auscult.Torch.Tests.Modules;

/// <summary>Files: models and tensors survive bit for bit, and a file is whole or absent.</summary>
[Collection(Serial.Name)]
public sealed class SaveLoadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("auscult-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_bytes_are_TorchSharps()
    {
        using var layer = Linear(new Parameter(tensor([1f, 2f], [1, 2])));
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            layer.save(writer);
        var expected = new List<byte> { 1, 6 };
        expected.AddRange("weight"u8);
        expected.AddRange([6, 2, 1, 2]); // float32, two dimensions, 1 by 2
        foreach (var value in new[] { 1f, 2f })
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            expected.AddRange(bytes);
        }
        stream.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void A_model_survives_its_file()
    {
        var path = Path.Combine(_folder, "model.dat");
        using var scope = NewDisposeScope();
        using var from = Model();
        using var to = Model();
        from.save(path).ShouldBe(from);
        var loaded = new Dictionary<string, bool>(StringComparer.Ordinal);
        to.load(path, loadedParameters: loaded);
        loaded.Values.ShouldAllBe(found => found);
        foreach (var (key, value) in from.state_dict())
            to.state_dict()[key].ShouldBe(value, key);
        Directory.GetFiles(_folder).ShouldBe([path]);
    }

    [Fact]
    public void Other_names_shapes_and_types_are_refused()
    {
        var path = Path.Combine(_folder, "model.dat");
        using var from = Model();
        from.save(path);
        using var fewer = Sequential(Linear(300, 2));
        Should.Throw<ArgumentException>(() => fewer.load(path)).Message.ShouldContain("6 entries");
        using var renamed = Sequential(("a", Linear(300, 2)), ("b", LayerNorm(2)), ("c", Linear(2, 3)));
        Should.Throw<ArgumentException>(() => renamed.load(path)).Message.ShouldContain("0.weight");
        using var reshaped = Sequential(Linear(300, 3), LayerNorm(3), Linear(3, 3));
        Should.Throw<ArgumentException>(() => reshaped.load(path)).Message.ShouldContain("shape [2, 300]");
        using var wider = Model().to(float64);
        Should.Throw<ArgumentException>(() => wider.load(path)).Message.ShouldContain("Float32");
        Should.Throw<FileNotFoundException>(() => from.load(path + ".absent"));
        renamed.load(path, strict: false);
        reshaped.load(path, skip: [.. from.state_dict().Keys]);
    }

    [Fact]
    public void A_failing_save_leaves_the_old_file()
    {
        var path = Path.Combine(_folder, "model.dat");
        using var model = Model();
        model.save(path);
        var before = File.ReadAllBytes(path);
        model.get_parameter("2.bias")!.Dispose();
        Should.Throw<Exception>(() => model.save(path));
        File.ReadAllBytes(path).ShouldBe(before);
        Directory.GetFiles(_folder).ShouldBe([path]);
    }

    [Fact]
    public void A_truncated_file_is_refused()
    {
        var path = Path.Combine(_folder, "model.dat");
        using var model = Model();
        model.save(path);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^3]);
        Should.Throw<EndOfStreamException>(() => model.load(path));
    }

    public static TheoryData<ScalarType> Types => [float32, float64, float16, bfloat16, int64, int32, int16, int8, uint8, torch.@bool];

    [Theory]
    [MemberData(nameof(Types))]
    public void Tensors_of_every_type_survive(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "tensor.dat");
        var original = (rand(3, 4) * 100).to(type).t();
        original.Save(path);
        using (var reader = new BinaryReader(File.OpenRead(path)))
        {
            var copy = TensorExtensionMethods.Load(reader);
            copy.dtype.ShouldBe(type);
            copy.ShouldBe(original);
        }
        torch.save(original, path);
        torch.load(path).ShouldBe(original);
    }

    private static Sequential Model() => Sequential(Linear(300, 2), LayerNorm(2), Linear(2, 3));
}
