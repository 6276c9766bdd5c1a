using TorchSharp;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests;

public class TensorTests
{
    [Fact]
    public void ArraysOfEveryTypeComeBack()
    {
        using var scope = NewDisposeScope();
        RoundTrip(new[] { 1.5f, -2 }, float32, data => tensor(data));
        RoundTrip(new[] { 1.5, -2 }, float64, data => tensor(data));
        RoundTrip(new[] { 1L, -2 }, int64, data => tensor(data));
        RoundTrip(new[] { 1, -2 }, int32, data => tensor(data));
        RoundTrip(new short[] { 1, -2 }, int16, data => tensor(data));
        RoundTrip(new sbyte[] { 1, -2 }, int8, data => tensor(data));
        RoundTrip(new byte[] { 1, 200 }, uint8, data => tensor(data));
        RoundTrip(new[] { true, false }, torch.@bool, data => tensor(data));
        RoundTrip(new[] { (Half)1.5, (Half)(-2) }, float16, data => tensor(data, [2]));
        RoundTrip(new[] { (BFloat16)1.5f, (BFloat16)(-2f) }, bfloat16, data => tensor(data, [2]));

        static void RoundTrip<T>(T[] values, ScalarType type, Func<T[], Tensor> make) where T : unmanaged
        {
            var made = make(values);
            made.dtype.ShouldBe(type);
            made.data<T>().ToArray().ShouldBe(values);
            made[0].item<T>().ShouldBe(values[0]);
        }
    }

    [Fact]
    public void TensorOfAnArrayIsACopyAndFromArrayIsNot()
    {
        using var scope = NewDisposeScope();
        var values = new[] { 1f, 2 };
        var copy = tensor(values);
        var shared = from_array(values);
        values[0] = 9;
        copy[0].item<float>().ShouldBe(1);
        shared[0].item<float>().ShouldBe(9);
        shared.add_(1);
        values.ShouldBe([10f, 3]);
    }

    [Fact]
    public void SharedMemoryStaysPinnedWhileAViewLives()
    {
        using var scope = NewDisposeScope();
        var view = View();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        view.sum().item<long>().ShouldBe(Enumerable.Range(0, 1000).Sum(i => (long)i));

        static Tensor View()
        {
            using var whole = from_array(Enumerable.Range(0, 1000).Select(i => (long)i).ToArray());
            return whole.reshape(10, 100);
        }
    }

    [Fact]
    public void ShapesOfArrays()
    {
        using var scope = NewDisposeScope();
        tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape.ShouldBe([2, 3]);
        tensor(new List<double> { 1, 2, 3, 4 }, 2, 2).shape.ShouldBe([2, 2]);
        tensor(new Memory<float>([1, 2, 3, 4, 5, 6]), [3, 2])[2, 1].item<float>().ShouldBe(6);
        from_array(new int[2, 3, 4]).shape.ShouldBe([2, 3, 4]);
        tensor(3.5f).shape.ShouldBeEmpty();
        tensor(new[] { 1, 2 }, dtype: float64).dtype.ShouldBe(float64);
        Should.Throw<ArgumentException>(() => tensor(new float[3], [2, 2])).Message.ShouldContain("mismatched total size");
    }

    [Fact]
    public void FromBufferTakesAPart()
    {
        using var scope = NewDisposeScope();
        var values = new[] { 1f, 2, 3, 4 };
        frombuffer(values, float32, 2, 1).data<float>().ToArray().ShouldBe([2f, 3]);
        frombuffer(values, float64).data<double>().ToArray().ShouldBe([1d, 2, 3, 4]);
        Should.Throw<ArgumentException>(() => frombuffer(values, float32, offset: 4));
        Should.Throw<ArgumentOutOfRangeException>(() => frombuffer(values, float32, 4, 1));
    }

    [Fact]
    public void AccessorFollowsStrides()
    {
        using var scope = NewDisposeScope();
        var transposed = arange(6).reshape(2, 3).t();
        using var data = transposed.data<long>();
        data.ToArray().ShouldBe([0L, 3, 1, 4, 2, 5]);
        data[2, 1].ShouldBe(5);
        data[3].ShouldBe(4);
        data[0, 1] = 30;
        transposed[0, 1].item<long>().ShouldBe(30);
        data.Count.ShouldBe(6);
        data.Sum().ShouldBe(42);
        ((long[,])data.ToNDArray())[1, 1].ShouldBe(4);
        var part = new long[3];
        data.CopyTo(part, 1, 4);
        part.ShouldBe([0L, 2, 5]);
        data.CopyFrom([7, 8], 0, 1);
        data.ToArray().ShouldBe([0L, 7, 8, 4, 2, 5]);
        Should.Throw<ArgumentOutOfRangeException>(() => data[6]);
        Should.Throw<ArgumentOutOfRangeException>(() => data[0, 2]);
    }

    [Fact]
    public void WrongElementTypeIsRefused()
    {
        using var tensor = ones(2);
        Should.Throw<ArgumentException>(() => tensor.data<double>());
        Should.Throw<ArgumentException>(() => tensor.sum().item<long>());
        Should.Throw<ArgumentException>(() => tensor.item<float>()).Message.ShouldContain("must be 1, got 2");
    }

    [Fact]
    public void BytesAreTheElements()
    {
        using var scope = NewDisposeScope();
        var numbers = tensor(new[] { 1, 256 });
        numbers.bytes.ToArray().ShouldBe([1, 0, 0, 0, 0, 1, 0, 0]);
        numbers.bytes = new byte[] { 2, 0, 0, 0, 3, 0, 0, 0 };
        numbers.data<int>().ToArray().ShouldBe([2, 3]);
        Should.Throw<ArgumentException>(() => numbers.bytes = new byte[3]);
        Should.Throw<InvalidOperationException>(() => ones(2, 3).t().bytes.Length);

        using var stream = new MemoryStream();
        numbers.WriteBytesToStream(stream);
        stream.Position = 0;
        var read = zeros(2, int32);
        read.ReadBytesFromStream(stream, 3);
        read.data<int>().ToArray().ShouldBe([2, 3]);
        Should.Throw<EndOfStreamException>(() => read.ReadBytesFromStream(stream));
    }

    [Fact]
    public void PropertiesDescribeTheTensor()
    {
        using var scope = NewDisposeScope();
        var tensor = zeros(2, 3, 4, float64).transpose(0, 2);
        tensor.shape.ShouldBe([4, 3, 2]);
        tensor.size(-1).ShouldBe(2);
        tensor.stride().ShouldBe([1, 4, 12]);
        tensor.stride(1).ShouldBe(4);
        tensor.numel().ShouldBe(24);
        tensor.dim().ShouldBe(3);
        tensor.ElementSize.ShouldBe(8);
        tensor.is_contiguous().ShouldBeFalse();
        tensor.contiguous().is_contiguous().ShouldBeTrue();
        tensor.device.ToString().ShouldBe("cpu");
        tensor.is_floating_point().ShouldBeTrue();
        tensor[1].storage_offset().ShouldBe(1);
        tensor.ToString().ShouldBe("[4x3x2], type = Float64, device = cpu");
        zeros(1).is_nonzero().ShouldBeFalse();
        zeros(1, int64).is_integral().ShouldBeTrue();
        (tensor.is_cpu(), tensor.is_cuda, tensor.is_meta, tensor.is_sparse, tensor.is_complex()).ShouldBe((true, false, false, false, false));
    }

    [Fact]
    public void AliasSharesAndCloneDoesNot()
    {
        using var scope = NewDisposeScope();
        var original = ones(2);
        var alias = original.alias();
        var clone = original.clone();
        original.fill_(5);
        alias.data<float>().ToArray().ShouldBe([5f, 5]);
        clone.data<float>().ToArray().ShouldBe([1f, 1]);
        clone.set_(original);
        original.zero_();
        clone.sum().item<float>().ShouldBe(0);
        original.to_dense().shape.ShouldBe([2]);
    }

    [Fact]
    public void ToKeepsOrConverts()
    {
        using var scope = NewDisposeScope();
        var whole = ones(2, int64);
        whole.to(float32, CPU).dtype.ShouldBe(float32);
        whole.to(whole.to_type(float64)).dtype.ShouldBe(float64);
        whole.type(int32).dtype.ShouldBe(int32);
        whole.type(t => t.@byte()).dtype.ShouldBe(uint8);
        whole.to(CPU).data<long>()[0] = 7;
        whole[0].item<long>().ShouldBe(7);
        whole.to(CPU, copy: true).data<long>()[0] = 9;
        whole[0].item<long>().ShouldBe(7);
        whole.cpu().to("cpu").shape.ShouldBe([2]);
        var consumed = ones(1);
        consumed.to(float64, disposeAfter: true).dtype.ShouldBe(float64);
        consumed.IsInvalid.ShouldBeTrue();
        empty_like(whole).shape.ShouldBe(whole.new_empty(2).shape);
    }

    [Fact]
    public void IndexedAssignment()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3, 4);
        x[1] = ones(4);
        x[2, 3] = tensor(5f);
        x[.., 0] = full(3, 7f);
        x[x.eq(0)] = tensor(-1f);
        x.data<float>().ToArray().ShouldBe([7f, -1, -1, -1, 7, 1, 1, 1, 7, -1, -1, 5]);
        x[^1, ^1].item<float>().ShouldBe(5);
    }

    [Fact]
    public void NumbersConvert()
    {
        using var scope = NewDisposeScope();
        ((float)tensor(2.5f)).ShouldBe(2.5f);
        ((long)tensor(3L)).ShouldBe(3);
        tensor(2.7).ToInt64().ShouldBe(2);
        tensor(true).ToBoolean().ShouldBeTrue();
        ((Scalar)2.5f).ToDouble().ShouldBe(2.5);
        ((Scalar)7).Type.ShouldBe(ScalarType.Int32);
        Tensor implicitly = new[] { 1f, 2 };
        implicitly.shape.ShouldBe([2]);
        ((BFloat16)1.00390625f).ToSingle().ShouldBe(1f);
        ((BFloat16)1.01171875f).ToSingle().ShouldBe(1.015625f);
    }

    [Fact]
    public void DevicesParse()
    {
        new Device("cuda:1").index.ShouldBe(1);
        new Device("cuda").ToString().ShouldBe("cuda");
        new Device(DeviceType.CUDA, 2).ToString().ShouldBe("cuda:2");
        device("cpu").type.ShouldBe(DeviceType.CPU);
        Should.Throw<ArgumentException>(() => new Device("gpu"));
    }

    [Fact]
    public void SizesBehaveLikeLists()
    {
        var size = new Size([2, 3, 4]);
        size.numel().ShouldBe(24);
        size.Slice(1, 3).Shape.ShouldBe([3, 4]);
        (size + new Size(5)).Shape.ShouldBe([2, 3, 4, 5]);
        (size == new Size((2, 3, 4))).ShouldBeTrue();
        Size.Empty.IsScalar.ShouldBeTrue();
    }
}
