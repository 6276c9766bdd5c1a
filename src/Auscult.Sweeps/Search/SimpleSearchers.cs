using System.Globalization;
using Auscult.Foundation;
using Auscult.Sweeps.Space;
using Auscult.Telemetry.Domain;

namespace Auscult.Sweeps.Search;

/// <summary>Every combination once, the last parameter changing first.</summary>
public sealed class GridSearcher : ISearcher
{
    private readonly SearchSpace _space;

    /// <exception cref="InputException">A parameter is continuous.</exception>
    public GridSearcher(SearchSpace space)
    {
        _space = space;
        if (space.Parameters.FirstOrDefault(parameter => parameter.Count is null) is { } continuous)
            throw new InputException($"a grid cannot hold the continuous parameter '{continuous.Name}'", remedy: "give it values: [..] or a q_ distribution");
    }

    /// <inheritdoc/>
    public double[]? Suggest(int number, IReadOnlyList<Observation> history) => number < _space.Count ? _space.At(number) : null;
}

/// <summary>Independent draws; a trial's point depends on its number only.</summary>
public sealed class RandomSearcher(SearchSpace space, Seeds seeds) : ISearcher
{
    /// <inheritdoc/>
    public double[] Suggest(int number, IReadOnlyList<Observation> history) =>
        space.Sample(seeds.Child(number.ToString(CultureInfo.InvariantCulture)).Generator());
}
