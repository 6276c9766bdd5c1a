using System.Text.RegularExpressions;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>
/// Which expert a figure of routing is about: <c>moe/layer_3/expert_5/tokens</c>, or an item of the list <c>moe/layer_3/exp_counts</c>.
/// </summary>
/// <param name="Layer">Position of the layer; null where the name says none.</param>
/// <param name="Expert">Position of the expert.</param>
internal sealed partial record ExpertNames(int? Layer, int Expert)
{
    /// <summary>Id of the entity that stands for the layer: <c>layer3</c>, or <c>experts</c> where the name says no layer.</summary>
    public string LayerEntity => Layer is { } layer ? $"layer{layer}" : "experts";

    /// <summary>Id of the expert's entity: <c>layer3/expert5</c>.</summary>
    public string Entity => $"{LayerEntity}/expert{Expert}";

    /// <summary>Takes a name apart.</summary>
    /// <param name="name">The program's name.</param>
    /// <param name="position">Position in a list with one figure per expert; -1 otherwise.</param>
    /// <returns>Null when it is not about one expert.</returns>
    public static ExpertNames? Parse(string name, int position = -1)
    {
        var expert = position >= 0 ? position : NumberAfter(ExpertNumber(), name);
        return expert is { } number ? new ExpertNames(NumberAfter(LayerNumber(), name), number) : null;
    }

    private static int? NumberAfter(Regex word, string name) =>
        word.Match(name) is { Success: true } match ? int.Parse(match.Groups["number"].ValueSpan) : null;

    [GeneratedRegex("layers?[_/ .]?(?<number>[0-9]{1,6})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LayerNumber();

    [GeneratedRegex("expert[_/ .]?(?<number>[0-9]{1,6})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExpertNumber();
}
