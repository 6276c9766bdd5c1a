using System.Text;
using System.Xml.Linq;
using Auscult.Evaluation.Realism;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report;

/// <summary>Small plots of something real and something simulated over each other.</summary>
internal static class PairSvg
{
    private const double Width = 360;
    private const double Height = 150;
    private const double Left = 34;
    private const double Top = 8;
    private const double Bottom = 128;

    /// <summary>What the two colours mean.</summary>
    public static XElement Legend() => El(
        "div", Class("legend"), El("span", El("i", Class("real")), "real"), El("span", El("i", Class("simulated")), "simulated"));

    /// <summary>Two histograms over common bins.</summary>
    public static XElement Of(Histogram histogram, string title, string caption)
    {
        // A spike of one side is cut off rather than that it presses the other side flat.
        var (tall, small) = (Math.Max(histogram.Real.Max(), histogram.Simulated.Max()), Math.Min(histogram.Real.Max(), histogram.Simulated.Max()));
        var most = Math.Min(tall, 4 * small);
        var axis = new Axis(histogram.Edges[0], histogram.Edges[^1], histogram.IsLogarithmic);
        string Outline(IReadOnlyList<double> shares)
        {
            var path = new StringBuilder($"M{Coordinate(axis.X(histogram.Edges[0]))} {Coordinate(Bottom)}");
            for (var i = 0; i < shares.Count; i++)
                path.Append('V').Append(Coordinate(Bottom - (Math.Min(1, shares[i] / most) * (Bottom - Top)))).Append('H').Append(Coordinate(axis.X(histogram.Edges[i + 1])));
            return path.Append('V').Append(Coordinate(Bottom)).Append('z').ToString();
        }
        return Figure(title, caption, axis, null, El("path", Class("real"), At("d", Outline(histogram.Real))),
            El("path", Class("simulated"), At("d", Outline(histogram.Simulated))));
    }

    /// <summary>Two curves.</summary>
    public static XElement Of(CurveComparison curve)
    {
        var x = curve.Real.X.Concat(curve.Simulated.X).ToArray();
        var y = curve.Real.Y.Concat(curve.Simulated.Y).Where(double.IsFinite).ToArray();
        var axis = new Axis(x.Min(), x.Max(), curve.Kind.IsLogarithmic);
        var positive = y.Min() > 0 && y.Max() / y.Min() > 30;
        var (low, high) = (positive ? y.Min() : Math.Min(0, y.Min()), y.Max() > Math.Min(0, y.Min()) ? y.Max() : 1);
        double Y(double value) => Bottom - ((Bottom - Top) * (positive ? Math.Log(value / low) / Math.Log(high / low) : (value - low) / (high - low)));
        string Line(CurvePoints points)
        {
            var path = new StringBuilder();
            for (var i = 0; i < points.X.Count; i++)
                path.Append(i == 0 ? 'M' : 'L').Append(Coordinate(axis.X(points.X[i]))).Append(' ').Append(Coordinate(Y(points.Y[i])));
            return path.ToString();
        }
        var ticks = new[] { low, high }.Select(value => El(
            "text", At("x", Left - 4), At("y", Y(value) + 4), At("text-anchor", "end"), FigureSentence.Number(value)));
        return Figure(
            curve.Kind.Title, $"Over {curve.Kind.AxisTitle}{(positive ? "; vertical axis logarithmic" : "")}. Medians over the recordings.", axis, ticks,
            low < 0 ? El("line", Class("zero"), At("x1", Left), At("x2", Width), At("y1", Y(0)), At("y2", Y(0))) : null,
            El("path", Class("real line"), At("d", Line(curve.Real))), El("path", Class("simulated line"), At("d", Line(curve.Simulated))));
    }

    private static XElement Figure(string title, string caption, Axis axis, IEnumerable<XElement>? ticks, params object?[] marks) => El(
        "figure",
        El("svg", At("viewBox", $"0 -16 {Width} {Height + 16}"), At("role", "img"), At("aria-label", title),
            El("text", Class("name"), At("x", 0.0), At("y", -3.0), title),
            marks, ticks,
            El("line", Class("axis"), At("x1", Left), At("x2", Width), At("y1", Bottom), At("y2", Bottom)),
            axis.Ticks().Select(tick => El("text", At("x", tick.X), At("y", Bottom + 15), At("text-anchor", tick.Anchor), tick.Label))),
        El("figcaption", caption));

    private sealed record Axis(double Low, double High, bool IsLogarithmic)
    {
        public double X(double value) => Left + ((Width - Left) * (IsLogarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low)));

        public IEnumerable<(double X, string Label, string Anchor)> Ticks()
        {
            var middle = IsLogarithmic ? Math.Sqrt(Low * High) : (Low + High) / 2;
            return new[] { (Low, "start"), (middle, "middle"), (High, "end") }.Select(tick => (X(tick.Item1), FigureSentence.Number(tick.Item1), tick.Item2));
        }
    }
}
