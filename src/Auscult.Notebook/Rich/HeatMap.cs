using System.Xml.Linq;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Notebook.Rich;

/// <summary>A matrix as colours, as SVG: rows with names, columns along an axis. Values that are missing (NaN) stay grey.</summary>
[TypeFormatterSource(typeof(RichFormatterSource), PreferredMimeTypes = [MimeTypes.Svg])]
public sealed class HeatMap : RichOutput
{
    private const int MaxColumns = 400;
    private const int MaxName = 40;
    private const string RuleColour = "#D55E00";
    private readonly string _title;
    private readonly string[] _rows;
    private readonly double[][] _values;
    private readonly List<(double At, string Label)> _rules = [];
    private (string Name, double First, double Last) _axis;
    private (double Low, double High, string Name)? _colours;
    private string[] _columns = [];

    /// <param name="title">Said above the map.</param>
    /// <param name="rows">Names of the rows, from the top.</param>
    /// <param name="values">One sequence per row, all of one length.</param>
    /// <exception cref="ArgumentException">Names and rows differ in number, or rows in length.</exception>
    public HeatMap(string title, IEnumerable<string> rows, IEnumerable<IEnumerable<double>> values)
    {
        (_title, _rows, _values) = (title, [.. rows], [.. values.Select(row => row.ToArray())]);
        if (_rows.Length != _values.Length || _values.Select(row => row.Length).Distinct().Count() > 1)
        {
            var lengths = string.Join(", ", _values.Select(row => row.Length).Distinct());
            throw new ArgumentException($"{_rows.Length} names for {_values.Length} rows of {lengths} values");
        }
        _axis = ("", 0, Columns);
    }

    /// <inheritdoc/>
    public override string MarkupType => MimeTypes.Svg;

    private int Columns => _values.Length == 0 ? 0 : _values[0].Length;

    /// <summary>What the columns are: an axis with a unit from the first column's beginning to the last one's end.</summary>
    public HeatMap Axis(string name, double first, double last)
    {
        _axis = (name, first, last);
        return this;
    }

    /// <summary>Names instead of an axis, one per column.</summary>
    public HeatMap ColumnNames(IEnumerable<string> names)
    {
        _columns = [.. names];
        return this;
    }

    /// <summary>The values of the palest and the darkest colour, and what is coloured; without, the range of the values.</summary>
    public HeatMap Colours(double low, double high, string name)
    {
        _colours = (low, high, name);
        return this;
    }

    /// <summary>A dashed vertical line, in the axis' unit, such as the onset of a fault.</summary>
    public HeatMap Rule(double at, string label)
    {
        _rules.Add((at, label));
        return this;
    }

    /// <inheritdoc/>
    public override string ToMarkup()
    {
        var left = 20 + _rows.Select(row => SvgDrawing.WidthOf(SvgDrawing.Short(row, MaxName))).DefaultIfEmpty(0).Max();
        const double Right = SvgDrawing.Width - 14;
        var top = _rules.Count > 0 ? 70.0 : 54;
        var rowHeight = Math.Clamp(360.0 / Math.Max(1, _rows.Length), 9, 26);
        var bottom = top + (rowHeight * _rows.Length);
        var (low, high, name) = _colours ?? (Finite().DefaultIfEmpty(0).Min(), Finite().DefaultIfEmpty(1).Max(), "");
        var axis = new AxisScale(_axis.First, _axis.Last, left, Right, IsLogarithmic: false);
        var labelled = Math.Max(1, (int)Math.Ceiling(11 / rowHeight));
        return SvgDrawing.Page(
            bottom + (_columns.Length > 0 ? 14 + (0.6 * _columns.Max(SvgDrawing.WidthOf)) : 44), _title,
            SvgDrawing.Text(left, 20, _title, colour: SvgDrawing.Ink, isBold: true), HeatColours.Key(left, 30, low, high, name),
            _rows.Select((row, i) => i % labelled == 0
                ? SvgDrawing.Text(left - 6, top + (rowHeight * (i + 0.5)) + 4, SvgDrawing.Short(row, MaxName), "end", SvgDrawing.Ink) : null),
            Cells(left, Right, top, rowHeight, low, high),
            _rules.SelectMany(rule => Rule(axis[rule.At], rule.Label, top, bottom)),
            _columns.Length > 0 ? ColumnLabels(left, Right, bottom) : AxisLabels(axis, bottom));
    }

    /// <inheritdoc/>
    public override string ToPlainText() => $"{_title} (heat map: {_rows.Length} rows, {Columns} columns)";

    private IEnumerable<double> Finite() => _values.SelectMany(row => row).Where(double.IsFinite);

    private IEnumerable<XElement> Cells(double left, double right, double top, double rowHeight, double low, double high)
    {
        // Neighbours that share a cell show the one farthest from the palest colour.
        var shown = Math.Min(Columns, MaxColumns);
        var width = (right - left) / Math.Max(1, shown);
        for (var row = 0; row < _values.Length; row++)
        {
            for (var cell = 0; cell < shown; cell++)
            {
                var (from, until) = (cell * Columns / shown, (cell + 1) * Columns / shown);
                var value = _values[row][from..until].Where(double.IsFinite).DefaultIfEmpty(double.NaN).MaxBy(v => Math.Abs(v - low));
                yield return El(
                    "rect", At("x", left + (cell * width)), At("y", top + (row * rowHeight)), At("width", width + 0.3), At("height", rowHeight - 0.6),
                    At("fill", HeatColours.Of((value - low) / (high - low))), shown * _values.Length <= 400 ? El("title", Quantity(value)) : null);
            }
        }
    }

    private static XElement[] Rule(double x, string label, double top, double bottom)
    {
        var line = SvgDrawing.Line(x, top - 4, x, bottom, RuleColour);
        line.Add(At("stroke-dasharray", "4 3"), At("stroke-width", 1.5));
        return [line, SvgDrawing.Text(x, top - 8, label, "middle", RuleColour)];
    }

    private IEnumerable<XElement> AxisLabels(AxisScale axis, double bottom)
    {
        foreach (var (value, label) in axis.Ticks())
            yield return SvgDrawing.Text(axis[value], bottom + 16, label, "middle");
        yield return SvgDrawing.Text((axis.Start + axis.End) / 2, bottom + 34, _axis.Name, "middle");
    }

    private IEnumerable<XElement> ColumnLabels(double left, double right, double bottom)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var x = left + ((right - left) * (i + 0.5) / _columns.Length);
            var text = SvgDrawing.Text(x, bottom + 12, _columns[i], "end", SvgDrawing.Ink);
            text.Add(At("transform", $"rotate(-35 {Coordinate(x)} {Coordinate(bottom + 12)})"));
            yield return text;
        }
    }
}
