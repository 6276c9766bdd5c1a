using System.Globalization;
using System.Text.Json.Serialization;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Decision;

/// <summary>What is decided of a challenger.</summary>
[JsonConverter(typeof(SnakeCaseEnum<Verdict>))]
public enum Verdict
{
    /// <summary>It serves from now on.</summary>
    Promote,

    /// <summary>The champion stays: the challenger is not better beyond noise.</summary>
    Keep,

    /// <summary>The champion stays: the challenger is worse beyond noise.</summary>
    Reject,
}

/// <summary>A decision and why, in one line.</summary>
/// <param name="Verdict">What.</param>
/// <param name="Reason">Why.</param>
public sealed record Ruling(Verdict Verdict, string Reason);

/// <summary>
/// When a challenger takes the champion's place. With a champion: on the same held-out recordings, no figure is worse beyond noise, and at least one is
/// better beyond noise; both by the paired bootstrap, the second at the level divided by the number of figures. Without one: always.
/// </summary>
public static class PromotionRule
{
    /// <summary>Decides.</summary>
    /// <param name="comparison">Champion and challenger on the same data.</param>
    /// <param name="hasChampion">Whether there is a champion.</param>
    /// <param name="config">How much has to be held out.</param>
    public static Ruling Decide(Comparison comparison, bool hasChampion, RetrainConfig config)
    {
        if (!hasChampion)
            return new Ruling(Verdict.Promote, $"the first champion; on held-out data: {Values(comparison)}");
        var worse = comparison.Figures.Where(figure => figure.IsWorse).ToArray();
        if (worse.Length > 0)
            return new Ruling(Verdict.Reject, $"worse beyond noise: {string.Join(", ", worse.Select(Text))}");
        if (comparison.HeldOutFaults < config.MinHeldOutFaults || comparison.HeldOutRecordings < config.MinHeldOutRecordings)
        {
            return new Ruling(Verdict.Keep, $"{comparison.HeldOutFaults} held-out faults in {comparison.HeldOutRecordings} recordings are too few to tell "
                + $"({config.MinHeldOutFaults} in {config.MinHeldOutRecordings} are asked for)");
        }
        var better = comparison.Figures.Where(figure => figure.IsBetter).ToArray();
        return better.Length > 0
            ? new Ruling(Verdict.Promote, $"better beyond noise: {string.Join(", ", better.Select(Text))}; none worse")
            : new Ruling(Verdict.Keep, $"not better beyond noise: {string.Join(", ", comparison.Figures.Select(Text))}");
    }

    private static string Text(ComparedFigure figure) => string.Create(
        CultureInfo.InvariantCulture, $"{figure.Name} {Short(figure.Champion)} to {Short(figure.Challenger)}");

    private static string Values(Comparison comparison) => comparison.Figures.Count == 0 ? "none"
        : string.Join(", ", comparison.Figures.Select(figure => $"{figure.Name} {Short(figure.Challenger)}"));

    private static string Short(double value) => double.IsNaN(value) ? "unknown" : value.ToString("0.##", CultureInfo.InvariantCulture);
}
