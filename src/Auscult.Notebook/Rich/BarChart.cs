using Auscult.Evaluation.Report;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Notebook.Rich;

/// <summary>Named amounts as bars, as SVG, in the given order.</summary>
[TypeFormatterSource(typeof(RichFormatterSource), PreferredMimeTypes = [MimeTypes.Svg])]
public sealed class BarChart : RichOutput
{
    private const double RowHeight = 22;
    private const double Top = 34;
    private const int MaxName = 40;
    private readonly string _title;
    private readonly List<(string Name, double Value, string Group)> _bars = [];

    /// <param name="title">Said above the bars, with the unit.</param>
    public BarChart(string title) => _title = title;

    /// <inheritdoc/>
    public override string MarkupType => MimeTypes.Svg;

    /// <summary>Adds a bar.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its length; may be negative; NaN shows no bar.</param>
    /// <param name="group">Bars of one group share a colour.</param>
    public BarChart Bar(string name, double value, string group = "")
    {
        _bars.Add((name, value, group));
        return this;
    }

    /// <inheritdoc/>
    public override string ToMarkup()
    {
        var groups = _bars.Select(bar => bar.Group).Distinct(StringComparer.Ordinal).ToArray();
        var names = 20 + _bars.Select(bar => SvgDrawing.WidthOf(SvgDrawing.Short(bar.Name, MaxName))).DefaultIfEmpty(0).Max();
        var finite = _bars.Select(bar => bar.Value).Where(double.IsFinite).Append(0).ToArray();
        var (least, most) = (finite.Min(), finite.Max());
        var scale = new AxisScale(
            least, least.Equals(most) ? most + 1 : most, names + (least < 0 ? 60 : 0), SvgDrawing.Width - 70, IsLogarithmic: false);
        var legend = SvgDrawing.Legend(groups.Where(group => group.Length > 0).Select(group => (group, Colour(groups, group))), names, 40, out var bottom);
        var top = legend.Count == 0 ? Top : bottom + 12;
        return SvgDrawing.Page(
            top + (RowHeight * _bars.Count) + 8, _title, SvgDrawing.Text(names, 20, _title, colour: SvgDrawing.Ink, isBold: true), legend,
            _bars.Select((bar, i) => Draw(bar, Colour(groups, bar.Group), top + (i * RowHeight), names, scale)));
    }

    /// <inheritdoc/>
    public override string ToPlainText() => $"{_title}\n{string.Join('\n', _bars.Select(bar => $"{bar.Name}: {Quantity(bar.Value)}"))}";

    private static string Colour(string[] groups, string group) => ReportStyle.Palette[Array.IndexOf(groups, group) % ReportStyle.Palette.Count];

    private static object[] Draw((string Name, double Value, string Group) bar, string colour, double y, double names, AxisScale scale)
    {
        var value = double.IsFinite(bar.Value) ? bar.Value : 0;
        var (from, to) = (Math.Min(scale[0], scale[value]), Math.Max(scale[0], scale[value]));
        return
        [
            SvgDrawing.Text(names - 8, y + 14, SvgDrawing.Short(bar.Name, MaxName), "end", SvgDrawing.Ink),
            El("rect", At("x", from), At("y", y + 2), At("width", Math.Max(1, to - from)), At("height", RowHeight - 6), At("rx", 2.0), At("fill", colour)),
            value < 0 ? SvgDrawing.Text(from - 5, y + 14, Quantity(bar.Value), "end") : SvgDrawing.Text(to + 5, y + 14, Quantity(bar.Value)),
        ];
    }
}
