using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>
/// Exponential moving average of a module's parameters (Polyak and Juditsky 1992). <see cref="Swap"/> exchanges averages and
/// weights, so that evaluation can use the averages in place.
/// </summary>
public sealed class WeightAverage : IDisposable
{
    private readonly (string Name, Tensor Weight, Tensor Average)[] _pairs;
    private readonly double _decay;

    /// <param name="module">The module.</param>
    /// <param name="decay">Share of the old average that stays at each step.</param>
    public WeightAverage(nn.Module module, double decay)
    {
        _decay = decay;
        using var scope = NewDisposeScope();
        _pairs = [.. module.named_parameters().Select(p => (p.name, (Tensor)p.parameter, p.parameter.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>The averages by parameter name.</summary>
    public IReadOnlyDictionary<string, Tensor> Averages => _pairs.ToDictionary(pair => pair.Name, pair => pair.Average, StringComparer.Ordinal);

    /// <summary>Takes the weights after an optimiser step into account.</summary>
    public void Update()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (_, weight, average) in _pairs)
            average.mul_(_decay).add_(weight, alpha: 1 - _decay);
    }

    /// <summary>Exchanges weights and averages until the result is disposed.</summary>
    public IDisposable Swap()
    {
        Exchange();
        return new Back(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, average) in _pairs)
            average.Dispose();
    }

    private void Exchange()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (_, weight, average) in _pairs)
        {
            var held = weight.detach().clone();
            weight.copy_(average);
            average.copy_(held);
        }
    }

    private sealed class Back(WeightAverage owner) : IDisposable
    {
        public void Dispose() => owner.Exchange();
    }
}
