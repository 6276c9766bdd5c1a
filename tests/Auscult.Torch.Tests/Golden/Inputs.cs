using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace Auscult.Torch.Tests.Golden;

/// <summary>The tensors that all operator cases read, under the letters that operators.py gives them; no case changes them.</summary>
internal static class Inputs
{
    private static readonly JsonElement Stored =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "operators.json"))).RootElement;

    public static readonly Tensor a = Input("a");
    public static readonly Tensor b = Input("b");
    public static readonly Tensor p = Input("p");
    public static readonly Tensor u = Input("u");
    public static readonly Tensor s = Input("s");
    public static readonly Tensor g = Input("g");
    public static readonly Tensor i = Input("i");
    public static readonly Tensor j = Input("j");
    public static readonly Tensor m = Input("m");
    public static readonly Tensor n = Input("n");
    public static readonly Tensor c = Input("c");
    public static readonly Tensor v = Input("v");
    public static readonly Tensor k = Input("k");
    public static readonly Tensor r = Input("r");
    public static readonly Tensor w = Input("w");
    public static readonly Tensor q = Input("q");
    public static readonly Tensor sq = Input("sq");
    public static readonly Tensor spd = Input("spd");

    public static IEnumerable<string> CaseNames => Stored.GetProperty("cases").EnumerateObject().Select(entry => entry.Name);

    /// <summary>What PyTorch computed for a case.</summary>
    public static Tensor[] Expected(string name) => [.. Stored.GetProperty("cases").GetProperty(name).EnumerateArray().Select(Read)];

    private static Tensor Input(string name) => Read(Stored.GetProperty("inputs").GetProperty(name)).DetachFromDisposeScope();

    private static Tensor Read(JsonElement stored)
    {
        var bytes = stored.GetProperty("data").GetBytesFromBase64();
        long[] shape = [.. stored.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64())];
        return stored.GetProperty("type").GetString() switch
        {
            "float32" => tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), shape),
            "float64" => tensor(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), shape),
            "int64" => tensor(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), shape),
            "int32" => tensor(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), shape),
            "int16" => tensor(MemoryMarshal.Cast<byte, short>(bytes).ToArray(), shape),
            "int8" => tensor(MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray(), shape),
            "uint8" => tensor(bytes, shape),
            "bool" => tensor(MemoryMarshal.Cast<byte, bool>(bytes).ToArray(), shape),
            var other => throw new NotSupportedException(other),
        };
    }
}

/// <summary>What an operator returned: one tensor or several.</summary>
internal readonly record struct Results(params Tensor?[] Tensors)
{
    public static implicit operator Results(Tensor tensor) => new(tensor);

    public static implicit operator Results(Tensor[] tensors) => new(tensors);

    public static implicit operator Results((Tensor, Tensor) pair) => new(pair.Item1, pair.Item2);

    public static implicit operator Results((Tensor, Tensor?, Tensor?) triple) => new(triple.Item1, triple.Item2, triple.Item3);
}
