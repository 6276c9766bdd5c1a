namespace Auscult.Learning.Heads;

/// <summary>Weights with which every class counts the same, however many examples it has.</summary>
public static class ClassBalance
{
    /// <summary>The weight of an example of each class, <c>[class]</c>; 0 for a class without any.</summary>
    /// <param name="labels">Class of each example, from 0.</param>
    /// <param name="classes">Number of classes.</param>
    public static float[] PerClass(IReadOnlyList<int> labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels)
            counts[label]++;
        return Array.ConvertAll(counts, count => count == 0 ? 0 : labels.Count / (float)(classes * count));
    }

    /// <summary>The weight of each example, in the order of the labels.</summary>
    /// <param name="labels">Class of each example, from 0.</param>
    /// <param name="classes">Number of classes.</param>
    public static float[] PerExample(IReadOnlyList<int> labels, int classes)
    {
        var weights = PerClass(labels, classes);
        return [.. labels.Select(label => weights[label])];
    }
}
