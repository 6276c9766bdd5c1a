using Auscult.Foundation;
using Auscult.Telemetry.Fusion;

namespace Auscult.Learning.Encoding;

/// <summary>What an encoder is built for: which columns belong to which layer, and how long its windows are.</summary>
/// <param name="Layers">The layers' columns, in the order of the frame.</param>
/// <param name="WindowLength">Rows of one window, T.</param>
/// <param name="PatchLength">Rows of one patch, P.</param>
public sealed record EncoderLayout(IReadOnlyList<LayerColumns> Layers, int WindowLength, int PatchLength)
{
    /// <summary>Patches of one window, N = T / P.</summary>
    public int NumPatches => WindowLength / PatchLength;

    /// <summary>Columns of all layers, S.</summary>
    public int NumSignals => Layers[^1].FirstSignal + Layers[^1].SignalCount;

    /// <summary>The layout for windows of a frame.</summary>
    /// <exception cref="InputException">The frame has no signals, or the patch length does not divide the window length.</exception>
    public static EncoderLayout For(FrameSchema schema, int windowLength, int patchLength)
    {
        if (schema.Layers.Count == 0)
            throw new InputException("the frame has no signals", remedy: "check the dataset with 'auscult inspect'");
        if (patchLength < 1 || windowLength % patchLength != 0)
        {
            throw new InputException(
                $"encoder.patch_length={patchLength} does not divide window.length={windowLength}",
                remedy: $"try encoder.patch_length={NearestDivisor(windowLength, patchLength)}");
        }
        return new EncoderLayout(schema.Layers, windowLength, patchLength);
    }

    private static int NearestDivisor(int number, int wish) =>
        Enumerable.Range(1, number).Where(d => number % d == 0).MinBy(d => Math.Abs(d - wish));
}
