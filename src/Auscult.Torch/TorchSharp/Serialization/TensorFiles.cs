using Auscult.Foundation;

namespace TorchSharp;

/// <summary>Tensors in TorchSharp's binary format: element type, rank and sizes as LEB128 numbers, then the raw bytes.</summary>
public static partial class TensorExtensionMethods
{
    /// <summary>Writes a tensor.</summary>
    public static void Save(this torch.Tensor tensor, BinaryWriter writer)
    {
        using var scope = torch.NewDisposeScope();
        using var guard = torch.no_grad();
        var dense = tensor.cpu().contiguous();
        writer.Write7BitEncodedInt((int)dense.dtype);
        var shape = dense.shape;
        writer.Write7BitEncodedInt(shape.Length);
        foreach (var size in shape)
            writer.Write7BitEncodedInt64(size);
        writer.Flush();
        dense.WriteBytesToStream(writer.BaseStream);
    }

    /// <summary>Writes a tensor to a stream, which is closed afterwards.</summary>
    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    /// <summary>Writes a tensor to a file, which appears whole or not at all.</summary>
    public static void Save(this torch.Tensor tensor, string location) =>
        AtomicFile.Write(location, stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            tensor.Save(writer);
        });

    /// <summary>Reads values into a tensor.</summary>
    /// <param name="tensor">Where the values go.</param>
    /// <param name="reader">From where they come.</param>
    /// <param name="skip">Pass over the values; their shape does not matter then.</param>
    /// <exception cref="ArgumentException">The element type, or the shape, differs.</exception>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"the stream has elements of type {type}, the tensor {tensor.dtype}", nameof(tensor));
        if (skip)
        {
            Skip(reader, type, shape);
            return;
        }
        if (!shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"the stream has shape [{string.Join(", ", shape)}], the tensor [{string.Join(", ", tensor.shape)}]", nameof(tensor));
        using var values = ReadValues(reader, type, shape);
        using var guard = torch.no_grad();
        tensor.copy_(values);
    }

    /// <summary>Reads a tensor.</summary>
    /// <param name="reader">From where it comes.</param>
    /// <param name="skip">Pass over the values and return zeros.</param>
    public static torch.Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (!skip)
            return ReadValues(reader, type, shape);
        Skip(reader, type, shape);
        return torch.zeros(shape, dtype: type);
    }

    private static (torch.ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = (torch.ScalarType)reader.Read7BitEncodedInt();
        var shape = new long[reader.Read7BitEncodedInt()];
        for (var dimension = 0; dimension < shape.Length; dimension++)
            shape[dimension] = reader.Read7BitEncodedInt64();
        return (type, shape);
    }

    private static torch.Tensor ReadValues(BinaryReader reader, torch.ScalarType type, long[] shape)
    {
        var values = torch.empty(shape, dtype: type);
        values.ReadBytesFromStream(reader.BaseStream);
        return values;
    }

    private static void Skip(BinaryReader reader, torch.ScalarType type, long[] shape) =>
        reader.BaseStream.Seek(shape.Aggregate((long)type.ElementSize(), (product, size) => product * size), SeekOrigin.Current);
}
