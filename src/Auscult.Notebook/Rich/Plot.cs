using System.Numerics;
using System.Xml.Linq;
using Auscult.Evaluation.Report;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Notebook.Rich;

/// <summary>Lines and points over two axes, as SVG. Missing values (NaN) leave gaps; long lines are thinned so that every peak stays.</summary>
[TypeFormatterSource(typeof(RichFormatterSource), PreferredMimeTypes = [MimeTypes.Svg])]
public sealed class Plot : RichOutput
{
    private const double Left = 62;
    private const double Right = SvgDrawing.Width - 14;
    private readonly string _title;
    private readonly List<Layer> _layers = [];
    private readonly List<(double From, double To, string Label)> _bands = [];
    private readonly List<(double Value, string Label)> _levels = [];
    private (string X, string Y) _names = ("", "");
    private bool _logX;
    private bool _logY;
    private double _height = 250;

    /// <param name="title">Said above the plot.</param>
    public Plot(string title) => _title = title;

    private sealed record Layer(string Name, double[] X, double[] Y, bool IsLine);

    /// <inheritdoc/>
    public override string MarkupType => MimeTypes.Svg;

    /// <summary>Adds a line through points. Lines and clouds of one name share a colour.</summary>
    /// <exception cref="ArgumentException">The two sequences differ in length.</exception>
    public Plot Line<TX, TY>(string name, IEnumerable<TX> x, IEnumerable<TY> y)
        where TX : INumber<TX>
        where TY : INumber<TY> => Add(name, x, y, isLine: true);

    /// <summary>Adds a line over 0, 1, 2, ...</summary>
    public Plot Line<T>(string name, IEnumerable<T> y)
        where T : INumber<T>
    {
        var values = y.ToArray();
        return Add(name, Enumerable.Range(0, values.Length), values, isLine: true);
    }

    /// <summary>Adds a cloud of points.</summary>
    /// <exception cref="ArgumentException">The two sequences differ in length.</exception>
    public Plot Scatter<TX, TY>(string name, IEnumerable<TX> x, IEnumerable<TY> y)
        where TX : INumber<TX>
        where TY : INumber<TY> => Add(name, x, y, isLine: false);

    /// <summary>Shades a stretch of the horizontal axis; stretches of one label share a colour.</summary>
    public Plot Band(double from, double to, string label)
    {
        _bands.Add((from, to, label));
        return this;
    }

    /// <summary>A dashed horizontal line, such as a threshold.</summary>
    public Plot Level(double value, string label)
    {
        _levels.Add((value, label));
        return this;
    }

    /// <summary>Names of the axes with their units; a logarithmic axis shows positive values only.</summary>
    public Plot Axes(string x, string y, bool logX = false, bool logY = false)
    {
        (_names, _logX, _logY) = ((x, y), logX, logY);
        return this;
    }

    /// <summary>Height of the drawing's area in pixels; 250 without.</summary>
    public Plot Height(double pixels)
    {
        _height = pixels;
        return this;
    }

    /// <inheritdoc/>
    public override string ToMarkup()
    {
        var names = _layers.Select(layer => layer.Name).Distinct(StringComparer.Ordinal).ToArray();
        var bands = _bands.Select(band => band.Label).Distinct(StringComparer.Ordinal).ToArray();
        var legend = SvgDrawing.Legend(
            [.. names.Where(name => name.Length > 0).Select(name => (name, Colour(names, name))), .. bands.Select((band, i) => (band, BandColour(i)))],
            Left, 42, out var bottom);
        var top = (legend.Count == 0 ? 24 : bottom) + (_names.Y.Length > 0 ? 30 : 14);
        var x = AxisScale.Over(
            _layers.SelectMany(layer => layer.X).Concat(_bands.SelectMany(band => new[] { band.From, band.To })), Left, Right, _logX,
            _layers.Exists(layer => !layer.IsLine) ? 0.03 : 0);
        var y = AxisScale.Over(_layers.SelectMany(layer => layer.Y).Concat(_levels.Select(level => level.Value)), top + _height, top, _logY, 0.05);
        return SvgDrawing.Page(
            top + _height + (_names.X.Length > 0 ? 44 : 26), _title,
            SvgDrawing.Text(Left, 20, _title, colour: SvgDrawing.Ink, isBold: true), legend,
            _bands.Select(band => El(
                "rect", At("x", x[band.From]), At("y", y.End), At("width", Math.Max(1, x[band.To] - x[band.From])), At("height", _height),
                At("fill", BandColour(Array.IndexOf(bands, band.Label))), At("fill-opacity", 0.16), El("title", band.Label))),
            SvgDrawing.Axes(x, y, _names.X, _names.Y),
            _layers.Select(layer => Draw(layer, Colour(names, layer.Name), x, y)),
            _levels.SelectMany(level => Draw(level, y)));
    }

    /// <inheritdoc/>
    public override string ToPlainText() => $"{_title} (plot: {string.Join(", ", _layers.Select(layer => $"{layer.Name} {layer.X.Length} points"))})";

    private static string Colour(string[] names, string name) => ReportStyle.Palette[Array.IndexOf(names, name) % ReportStyle.Palette.Count];

    // From the other end of the palette: a band and a line beside it are told apart.
    private static string BandColour(int band) => ReportStyle.Palette[^(1 + ((band + 5) % ReportStyle.Palette.Count))];

    private static IEnumerable<XElement> Draw(Layer layer, string colour, AxisScale x, AxisScale y)
    {
        if (layer.IsLine)
        {
            var points = Thinning.KeepPeaks(layer.X.Zip(layer.Y, (a, b) => (X: x[a], Y: y[b])));
            yield return El(
                "path", At("d", SvgDrawing.Path(points)), At("fill", "none"), At("stroke", colour), At("stroke-width", 1.5), At("stroke-linejoin", "round"));
            yield break;
        }
        var radius = layer.X.Length > 400 ? 2.2 : 3.2;
        for (var i = 0; i < layer.X.Length; i++)
        {
            if (double.IsFinite(x[layer.X[i]]) && double.IsFinite(y[layer.Y[i]]))
                yield return El("circle", At("cx", x[layer.X[i]]), At("cy", y[layer.Y[i]]), At("r", radius), At("fill", colour), At("fill-opacity", 0.72));
        }
    }

    private static IEnumerable<XElement> Draw((double Value, string Label) level, AxisScale y)
    {
        var line = SvgDrawing.Line(Left, y[level.Value], Right, y[level.Value], "#8a4b00");
        line.Add(At("stroke-dasharray", "5 3"));
        yield return line;
        yield return SvgDrawing.Text(Right - 4, y[level.Value] - 5, level.Label, "end", "#8a4b00");
    }

    private Plot Add<TX, TY>(string name, IEnumerable<TX> x, IEnumerable<TY> y, bool isLine)
        where TX : INumber<TX>
        where TY : INumber<TY>
    {
        var layer = new Layer(name, [.. x.Select(double.CreateChecked)], [.. y.Select(double.CreateChecked)], isLine);
        if (layer.X.Length != layer.Y.Length)
            throw new ArgumentException($"'{name}' has {layer.X.Length} horizontal and {layer.Y.Length} vertical values");
        _layers.Add(layer);
        return this;
    }
}
