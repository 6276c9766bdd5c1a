using System.Text;
using System.Xml.Linq;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Notebook.Rich;

/// <summary>Parts that every drawing has. Colours stand in the drawing itself: a notebook shows it without a style sheet, on light and on dark.</summary>
internal static class SvgDrawing
{
    public const double Width = 860;
    public const string Ink = "#1c2430";
    public const string Soft = "#5a6675";
    public const string Grid = "#e3e8ee";
    private const double CharacterWidth = 7.2;

    /// <summary>The drawing as text, on white paper.</summary>
    public static string Page(double height, string title, params object?[] content) => Fragment(El(
        "svg", At("xmlns", "http://www.w3.org/2000/svg"), At("viewBox", $"0 0 {Coordinate(Width)} {Coordinate(height)}"), At("width", Width),
        At("height", height), At("role", "img"), At("aria-label", title), At("font-family", "system-ui, Segoe UI, Roboto, Helvetica Neue, sans-serif"),
        At("font-size", 12.0), At("style", "max-width:100%;height:auto"),
        El("rect", At("width", Width), At("height", height), At("fill", "#ffffff"), At("rx", 4.0)),
        content));

    /// <summary>A text; <paramref name="anchor"/> is <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    public static XElement Text(double x, double y, string text, string anchor = "start", string colour = Soft, bool isBold = false) => El(
        "text", At("x", x), At("y", y), At("text-anchor", anchor), At("fill", colour), isBold ? At("font-weight", "600") : null, text);

    /// <summary>A straight line.</summary>
    public static XElement Line(double x1, double y1, double x2, double y2, string colour) => El(
        "line", At("x1", x1), At("y1", y1), At("x2", x2), At("y2", y2), At("stroke", colour));

    /// <summary>About how wide a text is, in pixels.</summary>
    public static double WidthOf(string text) => text.Length * CharacterWidth;

    /// <summary>A text that takes at most <paramref name="characters"/>.</summary>
    public static string Short(string text, int characters) => text.Length <= characters ? text : text[..(characters - 1)] + "…";

    /// <summary>The grid, the numbers and the names of both axes.</summary>
    public static IEnumerable<XElement> Axes(AxisScale x, AxisScale y, string xName, string yName)
    {
        foreach (var (value, label) in x.Ticks())
        {
            yield return Line(x[value], y.Start, x[value], y.End, Grid);
            yield return Text(x[value], y.Start + 16, label, "middle");
        }
        foreach (var (value, label) in y.Ticks())
        {
            yield return Line(x.Start, y[value], x.End, y[value], Grid);
            yield return Text(x.Start - 6, y[value] + 4, label, "end");
        }
        yield return Text((x.Start + x.End) / 2, y.Start + 34, xName, "middle");
        if (yName.Length > 0)
            yield return Text(x.Start, y.End - 8, yName);
    }

    /// <summary>Names with a spot of their colour, in lines from <paramref name="top"/> on.</summary>
    /// <param name="entries">What each colour means.</param>
    /// <param name="left">Where a line begins.</param>
    /// <param name="top">Baseline of the first line.</param>
    /// <param name="bottom">Baseline of the last line.</param>
    public static IReadOnlyList<XElement> Legend(IEnumerable<(string Name, string Colour)> entries, double left, double top, out double bottom)
    {
        var drawn = new List<XElement>();
        var (x, y) = (left, top);
        foreach (var (name, colour) in entries)
        {
            var width = WidthOf(name) + 34;
            if (x > left && x + width > Width)
                (x, y) = (left, y + 18);
            drawn.Add(El("rect", At("x", x), At("y", y - 9), At("width", 10.0), At("height", 10.0), At("rx", 2.0), At("fill", colour)));
            drawn.Add(Text(x + 15, y, name, colour: Ink));
            x += width;
        }
        bottom = y;
        return drawn;
    }

    /// <summary>A path through points; a point that is not finite interrupts it.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        var pen = 'M';
        foreach (var (x, y) in points)
        {
            var isFinite = double.IsFinite(x) && double.IsFinite(y);
            if (isFinite)
                path.Append(pen).Append(Coordinate(x)).Append(' ').Append(Coordinate(y));
            pen = isFinite ? 'L' : 'M';
        }
        return path.ToString();
    }
}
