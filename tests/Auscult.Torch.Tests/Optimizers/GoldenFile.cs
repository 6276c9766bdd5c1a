using System.Text.Json;

namespace Auscult.Torch.Tests.Optimizers;

/// <summary>golden.json beside this file: what PyTorch computed (make_golden.py).</summary>
internal static class GoldenFile
{
    private static readonly Lazy<JsonDocument> File = new(() => JsonDocument.Parse(
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Optimizers", "golden.json"))));

    public static JsonElement Section(string name) => File.Value.RootElement.GetProperty(name);

    public static float[] Floats(this JsonElement array) => array.EnumerateArray().Select(item => item.GetSingle()).ToArray();
}
