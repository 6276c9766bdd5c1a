using System.Buffers.Binary;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Learning.Checkpoints;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="DataType">Type as the format spells it: <c>F32</c>, <c>BF16</c>, <c>I64</c>.</param>
/// <param name="Shape">Lengths of the axes; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">First byte after the tensor.</param>
public sealed record SafetensorsEntry(string Name, string DataType, IReadOnlyList<long> Shape, long Begin, long End);

/// <summary>
/// The header of a safetensors file: eight bytes of length (little endian), then JSON that maps names to type, shape and byte range.
/// </summary>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long PayloadStart)
{
    public const string MetadataKey = "__metadata__";
    private const int LengthBytes = 8;
    private const long LargestHeader = 100_000_000;

    private static readonly Dictionary<string, int> BytesPerElement = new(StringComparer.Ordinal)
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["F8_E5M2"] = 1, ["F8_E4M3"] = 1,
        ["I16"] = 2, ["U16"] = 2, ["F16"] = 2, ["BF16"] = 2,
        ["I32"] = 4, ["U32"] = 4, ["F32"] = 4,
        ["I64"] = 8, ["U64"] = 8, ["F64"] = 8,
    };

    /// <summary>Reads and checks a header.</summary>
    /// <exception cref="InputException">The file is no whole safetensors file.</exception>
    public static SafetensorsHeader Read(Stream stream, string file)
    {
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(lengthBytes, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw Broken(file, "the file ends before its header");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > LargestHeader)
            throw Broken(file, $"a header of {length} bytes is larger than {LargestHeader}");
        if ((long)length > stream.Length - LengthBytes)
            throw Broken(file, "the file ends within its header");
        var json = new byte[length];
        stream.ReadExactly(json);
        if (json.Length == 0 || json[0] != '{')
            throw Broken(file, "the header does not begin with '{'");
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Interpret(document.RootElement, LengthBytes + (long)length, stream.Length, file);
        }
        catch (JsonException error)
        {
            throw new InputException($"the safetensors header is not JSON: {error.Message}", file, inner: error);
        }
    }

    private static SafetensorsHeader Interpret(JsonElement root, long payloadStart, long fileLength, string file)
    {
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name != MetadataKey)
                entries.Add(Entry(property, file));
            else if (property.Value.ValueKind != JsonValueKind.Object)
                throw Broken(file, $"{MetadataKey} is no object");
            else
            {
                foreach (var item in property.Value.EnumerateObject())
                {
                    metadata[item.Name] = item.Value.ValueKind == JsonValueKind.String
                        ? item.Value.GetString()!
                        : throw Broken(file, $"{MetadataKey} value '{item.Name}' is no string");
                }
            }
        }
        CheckRanges(entries, fileLength - payloadStart, file);
        return new SafetensorsHeader(entries, metadata, payloadStart);
    }

    private static SafetensorsEntry Entry(JsonProperty property, string file)
    {
        var value = property.Value;
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String
            || Longs(value, "shape") is not { } shape
            || Longs(value, "data_offsets") is not [var begin, var end])
        {
            throw Broken(file, $"tensor '{property.Name}' lacks a dtype, a shape of whole numbers or two data_offsets");
        }
        if (!BytesPerElement.TryGetValue(type.GetString()!, out var size))
            throw Broken(file, $"tensor '{property.Name}' has the unknown dtype '{type.GetString()}'");
        try
        {
            var bytes = checked(shape.Aggregate(1L, (product, length) => checked(product * length)) * size);
            if (end < begin || end - begin != bytes)
                throw Broken(file, $"tensor '{property.Name}' needs {bytes} bytes but its data_offsets hold {end - begin}");
        }
        catch (OverflowException)
        {
            throw Broken(file, $"the shape of tensor '{property.Name}' is too large");
        }
        return new SafetensorsEntry(property.Name, type.GetString()!, shape, begin, end);
    }

    private static long[]? Longs(JsonElement value, string name)
    {
        if (!value.TryGetProperty(name, out var array) || array.ValueKind != JsonValueKind.Array)
            return null;
        var numbers = new long[array.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (array[i].ValueKind != JsonValueKind.Number || !array[i].TryGetInt64(out numbers[i]) || numbers[i] < 0)
                return null;
        }
        return numbers;
    }

    private static void CheckRanges(List<SafetensorsEntry> entries, long payload, string file)
    {
        var next = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != next)
                throw Broken(file, $"tensor '{entry.Name}' begins at byte {entry.Begin} where {next} is due: tensors overlap or leave a hole");
            next = entry.End;
        }
        if (next != payload)
            throw Broken(file, $"the tensors end at byte {next} but {payload} bytes follow the header");
    }

    private static InputException Broken(string file, string problem) =>
        new($"not a whole safetensors file: {problem}", file, remedy: "use another checkpoint");
}
