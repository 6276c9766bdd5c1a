using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Evaluation.RootCause;

/// <summary>The mean share of each signal in a fitted detector's score over the interval.</summary>
/// <param name="name">Name of the detector.</param>
/// <param name="frame">The values.</param>
/// <param name="evidence">The detector, fitted.</param>
public sealed class EvidenceRanker(string name, Frame frame, ISignalEvidence evidence) : ISignalRanker
{
    private readonly Dictionary<int, float[]> _contributions = [];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public double[] Score(IncidentExample example)
    {
        var width = frame.Schema.Signals.Count;
        if (!_contributions.TryGetValue(example.Fault.Entity, out var of))
            _contributions[example.Fault.Entity] = of = evidence.Contributions(frame, example.Fault.Entity);
        var scores = new double[width];
        for (var i = example.Fault.FirstRow * width; i < example.Fault.EndRow * width; i++)
            scores[i % width] += of[i] / (double)example.Fault.RowCount;
        return scores;
    }
}

/// <summary>Control: any order of the signals.</summary>
/// <param name="frame">The values, for the number of signals.</param>
/// <param name="seeds">Source of the orders.</param>
public sealed class RandomRanker(Frame frame, Seeds seeds) : ISignalRanker
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public double[] Score(IncidentExample example)
    {
        var generator = seeds.Child($"random/{example.Id}").Generator();
        return [.. frame.Schema.Signals.Select(_ => generator.NextDouble())];
    }
}
