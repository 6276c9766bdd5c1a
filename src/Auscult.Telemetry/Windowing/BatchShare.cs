using System.Runtime.InteropServices;
using Auscult.Foundation;

namespace Auscult.Telemetry.Windowing;

/// <summary>The part of a batch that a rank works on: elements that follow one another.</summary>
/// <param name="First">First element.</param>
/// <param name="Count">Number of elements.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BatchShare(int First, int Count)
{
    /// <summary>The share of a rank: parts differ by at most one element, and lie in the order of the ranks.</summary>
    /// <param name="elements">Elements of the batch.</param>
    /// <param name="rank">Number of the rank.</param>
    /// <param name="size">Number of ranks.</param>
    /// <exception cref="InputException">There are more ranks than elements.</exception>
    public static BatchShare Of(int elements, int rank, int size)
    {
        if (elements < size)
        {
            throw new InputException(
                $"a batch of {elements} cannot be shared by {size} ranks", remedy: "raise train.batch_size or start fewer ranks");
        }
        var first = (int)((long)elements * rank / size);
        return new BatchShare(first, (int)((long)elements * (rank + 1) / size) - first);
    }
}
