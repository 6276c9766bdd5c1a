using System.Text;
using System.Xml.Linq;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>Axes, lines and points of a small plot as SVG; the colours are classes of the page's style.</summary>
internal sealed class PlotSvg
{
    private const double Left = 58;
    private const double Right = 14;
    private const double Top = 14;
    private const double Bottom = 42;
    private readonly (double Low, double High) _x;
    private readonly (double Low, double High) _y;
    private readonly List<XElement> _body = [];

    /// <param name="x">Ends of the horizontal axis.</param>
    /// <param name="y">Ends of the vertical axis.</param>
    /// <param name="width">Width in user units.</param>
    /// <param name="height">Height in user units.</param>
    public PlotSvg((double Low, double High) x, (double Low, double High) y, double width = 720, double height = 320)
    {
        (_x, _y) = (Wide(x), Wide(y));
        (Width, Height) = (width, height);
    }

    public double Width { get; }

    public double Height { get; }

    public double X(double value) => Left + ((Width - Left - Right) * Math.Clamp((value - _x.Low) / (_x.High - _x.Low), 0, 1));

    public double Y(double value) => Top + ((Height - Top - Bottom) * (1 - Math.Clamp((value - _y.Low) / (_y.High - _y.Low), 0, 1)));

    /// <summary>Grid, ticks and names of the axes.</summary>
    public PlotSvg Axes(string xName, string yName, bool grid = true)
    {
        foreach (var tick in Ticks(_x))
        {
            _body.Add(El("line", Class("axis"), At("x1", X(tick)), At("x2", X(tick)), At("y1", grid ? Top : Height - Bottom), At("y2", Height - Bottom + 4)));
            _body.Add(El("text", At("x", X(tick)), At("y", Height - Bottom + 17), At("text-anchor", "middle"), Short(tick)));
        }
        foreach (var tick in Ticks(_y))
        {
            _body.Add(El("line", Class("axis"), At("x1", Left - 4), At("x2", grid ? Width - Right : Left), At("y1", Y(tick)), At("y2", Y(tick))));
            _body.Add(El("text", At("x", Left - 8), At("y", Y(tick) + 4), At("text-anchor", "end"), Short(tick)));
        }
        _body.Add(El("text", At("x", (Left + Width - Right) / 2), At("y", Height - 6), At("text-anchor", "middle"), xName));
        _body.Add(El(
            "text", At("x", 0.0), At("y", 0.0), At("text-anchor", "middle"), At("transform", $"translate(13 {Coordinate((Top + Height - Bottom) / 2)}) rotate(-90)"), yName));
        return this;
    }

    /// <summary>A line, broken at values that are not finite; <paramref name="steps"/> draws a staircase.</summary>
    public PlotSvg Line(IReadOnlyList<double> x, IReadOnlyList<double> y, string colour, bool steps = false, double width = 1.6, string? dash = null)
    {
        var path = new StringBuilder();
        var isDown = false;
        for (var i = 0; i < x.Count; i++)
        {
            if (!double.IsFinite(y[i]))
            {
                isDown = false;
                continue;
            }
            if (isDown && steps)
                path.Append('H').Append(Coordinate(X(x[i])));
            path.Append(isDown ? 'L' : 'M').Append(Coordinate(X(x[i]))).Append(' ').Append(Coordinate(Y(y[i])));
            isDown = true;
        }
        if (path.Length > 0)
        {
            _body.Add(El(
                "path", At("d", path.ToString()), At("fill", "none"), At("stroke", colour), At("stroke-width", width), At("stroke-linejoin", "round"),
                dash is null ? null : At("stroke-dasharray", dash)));
        }
        return this;
    }

    /// <summary>Any drawing in the plot's coordinates.</summary>
    public PlotSvg Add(params IEnumerable<XElement?> elements)
    {
        _body.AddRange(elements.OfType<XElement>());
        return this;
    }

    /// <summary>The drawing.</summary>
    public XElement Svg(string name) => El("svg", At("viewBox", $"0 0 {Coordinate(Width)} {Coordinate(Height)}"), At("role", "img"), At("aria-label", name), _body);

    /// <summary>Round values between two ends, about six.</summary>
    public static IEnumerable<double> Ticks((double Low, double High) ends)
    {
        var rough = (ends.High - ends.Low) / 6;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(size => size >= rough * 0.999);
        for (var tick = Math.Ceiling(ends.Low / step) * step; tick <= ends.High + (step * 1e-6); tick += step)
            yield return Math.Abs(tick) < step * 1e-6 ? 0 : tick;
    }

    /// <summary>A number with few digits and a prefix.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        >= 1e12 => $"{value / 1e12:0.##}T",
        >= 1e9 => $"{value / 1e9:0.##}G",
        >= 1e6 => $"{value / 1e6:0.##}M",
        >= 1e4 => $"{value / 1e3:0.##}k",
        >= 1 or 0 => value.ToString("0.##"),
        _ => value.ToString("0.####"),
    };

    private static (double Low, double High) Wide((double Low, double High) ends) =>
        !double.IsFinite(ends.Low) || !double.IsFinite(ends.High) ? (0, 1) : ends.High > ends.Low ? ends : (ends.Low - 0.5, ends.High + 0.5);
}
