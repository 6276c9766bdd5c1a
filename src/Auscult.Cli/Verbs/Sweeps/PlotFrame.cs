using System.Globalization;
using System.Xml.Linq;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>One axis of a plot: a range of numbers, linear or logarithmic, or names side by side.</summary>
/// <param name="Low">Value at its start.</param>
/// <param name="High">Value at its end.</param>
/// <param name="IsLog">Whether equal ratios are equally long.</param>
/// <param name="Names">The names, for which values are indices; null for numbers.</param>
internal sealed record PlotScale(double Low, double High, bool IsLog = false, IReadOnlyList<string>? Names = null)
{
    /// <summary>Place of a value between 0 and 1; values outside lie at the ends.</summary>
    public double At(double value) => Names is not null
        ? (value + 0.5) / Names.Count
        : High <= Low ? 0.5 : Math.Clamp((On(value) - On(Low)) / (On(High) - On(Low)), 0, 1);

    /// <summary>Where marks stand, with their texts.</summary>
    public IEnumerable<(double Value, string Text)> Marks() => Names is not null
        ? Names.Select((name, i) => ((double)i, name))
        : High <= Low ? [(Low, Short(Low))] : IsLog && High / Low >= 10 ? Decades() : Even();

    private IEnumerable<(double, string)> Even()
    {
        var rough = (High - Low) / 4;
        var size = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 5, 10 }.Select(times => times * size).First(size => size >= rough * 0.999);
        for (var k = Math.Ceiling(Low / step); k * step <= High + (step * 1e-9); k++)
            yield return (k * step, Short(k * step));
    }

    private IEnumerable<(double, string)> Decades()
    {
        for (var decade = Math.Ceiling(Math.Log10(Low) - 1e-9); decade <= Math.Log10(High) + 1e-9; decade++)
            yield return (Math.Pow(10, decade), Short(Math.Pow(10, decade)));
    }

    private double On(double value) => IsLog ? Math.Log(Math.Max(value, double.Epsilon)) : value;

    // Adding zero makes a negative zero an ordinary one.
    private static string Short(double value) =>
        (value + 0.0).ToString(Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3) ? "0.##e0" : "0.####", CultureInfo.InvariantCulture);
}

/// <summary>The frame of a plot: its size, its two axes and what is drawn in it.</summary>
internal sealed class PlotFrame(double width, double height, PlotScale horizontal, PlotScale vertical)
{
    private const double Left = 62;
    private const double Right = 14;
    private const double Top = 10;
    private const double Bottom = 26;

    /// <summary>Horizontal coordinate of a value.</summary>
    public double X(double value) => Left + (horizontal.At(value) * (width - Left - Right));

    /// <summary>Vertical coordinate of a value.</summary>
    public double Y(double value) => height - Bottom - (vertical.At(value) * (height - Top - Bottom));

    /// <summary>The figure with its axes.</summary>
    /// <param name="label">What it shows, for who cannot see it.</param>
    /// <param name="caption">Text below.</param>
    /// <param name="content">Elements inside.</param>
    public XElement Figure(string label, object caption, params object?[] content) => El(
        "figure",
        El("svg", At("viewBox", $"0 0 {Coordinate(width)} {Coordinate(height)}"), At("role", "img"), At("aria-label", label),
            vertical.Marks().Select(mark => El(
                "g",
                El("line", Class("axis"), At("x1", Left), At("x2", width - Right), At("y1", Y(mark.Value)), At("y2", Y(mark.Value))),
                El("text", At("x", Left - 6), At("y", Y(mark.Value) + 4), At("text-anchor", "end"), mark.Text))),
            horizontal.Marks().Select(mark =>
                El("text", At("x", X(mark.Value)), At("y", height - 8), At("text-anchor", "middle"), mark.Text)),
            content),
        El("figcaption", caption));

    /// <summary>A line through some points.</summary>
    public XElement Line(string style, IEnumerable<(double X, double Y)> points, string? title = null) => El(
        "polyline", Class(style),
        At("points", string.Join(' ', points.Select(point => $"{Coordinate(X(point.X))},{Coordinate(Y(point.Y))}"))),
        title is null ? null : El("title", title));
}
