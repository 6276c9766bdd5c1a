using static TorchSharp.torch;

namespace Auscult.Learning.Checkpoints;

/// <summary>Names of element types in the format and in the tensor engine.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, ScalarType Type)[] Known =
    [
        ("F32", ScalarType.Float32), ("F64", ScalarType.Float64), ("F16", ScalarType.Float16), ("BF16", ScalarType.BFloat16),
        ("I64", ScalarType.Int64), ("I32", ScalarType.Int32), ("I16", ScalarType.Int16), ("I8", ScalarType.Int8),
        ("U8", ScalarType.Byte), ("BOOL", ScalarType.Bool),
    ];

    public static ScalarType? Parse(string name)
    {
        foreach (var (known, type) in Known)
        {
            if (known == name)
                return type;
        }
        return null;
    }

    public static string NameOf(ScalarType type)
    {
        foreach (var (name, known) in Known)
        {
            if (known == type)
                return name;
        }
        throw new NotSupportedException($"safetensors has no element type for {type}");
    }
}
