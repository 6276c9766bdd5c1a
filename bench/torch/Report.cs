using System.Text.Json;

namespace Auscult.Bench.Torch;

/// <summary>The comparison as text.</summary>
internal static class Report
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static void Write(Comparison result, TextWriter output)
    {
        var work = result.Work;
        output.WriteLine(
            $"encoder: d {work.Width}, {work.Layers} layers, {work.Heads} heads, {work.Tokens} tokens, batch {work.Batch}; " +
            $"{work.StepFlops / 1e9:F1} GFLOP of matrix products per training step");
        output.WriteLine();
        output.WriteLine($"{"ms per step",-38}{"C#",8}{"Python",8}");
        foreach (var setting in result.Settings)
            output.WriteLine($"{setting.Setting,-38}{setting.CSharp,8:F0}{setting.Python,8:F0}");
        output.WriteLine($"{$"median of {result.CSharp.Length} turns, each at its best",-38}{result.CSharpMedian,8:F1}{result.PythonMedian,8:F1}");
        output.WriteLine();
        output.WriteLine($"ratio C#/Python            {result.Ratio:F3} (quartiles {result.RatioLowerQuartile:F3} to {result.RatioUpperQuartile:F3})");
        output.WriteLine($"ratio of processor time    {result.ProcessorRatio:F3}");
        output.WriteLine($"matrix product ceiling     {result.GemmGflops:F0} GFLOP/s ({work.GemmSize}^3, float32, this run)");
        output.WriteLine($"share of the ceiling       C# {result.CSharpShareOfGemm:P0}, Python {result.PythonShareOfGemm:P0}");
        output.WriteLine($"losses of {result.Steps} steps         largest relative difference {result.LargestLossDifference:E1}");
    }
}
