using System.Xml.Linq;
using Auscult.Evaluation.Report.Runs;
using Auscult.Learning.Diagnosis;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>The map of embeddings, coloured by class; shapes tell apart what shares a hue.</summary>
internal static class MapSvg
{
    public static StaticFigure Of(EmbeddingMap map, string layout)
    {
        const double Size = 560;
        (double X, double Y)[] places = [.. map.Points.Select(point => layout == "pca" ? (point.Pca[0], point.Pca[1]) : (point.Tsne[0], point.Tsne[1]))];
        var plot = new PlotSvg((places.Min(at => at.X), places.Max(at => at.X)), (places.Min(at => at.Y), places.Max(at => at.Y)), 900, Size);
        string[] classes = [.. map.Points.Select(point => point.Class).Where(name => name != DiagnosisClasses.Normal).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (layout == "pca")
            plot.Axes($"first component ({map.Shares[0]:0%} of the variance)", $"second component ({map.Shares[1]:0%})");
        var order = Enumerable.Range(0, places.Length).OrderBy(i => map.Points[i].Class != DiagnosisClasses.Normal).ThenBy(i => map.Points[i].IsLearned);
        plot.Add(order.Select(i => Mark(map.Points[i], plot.X(places[i].X), plot.Y(places[i].Y), classes)));
        var title = layout == "pca" ? "principal components" : "t-SNE";
        var svg = plot.Svg($"Embeddings, {title}");
        const double Row = 14;
        svg.SetAttributeValue("viewBox", $"0 0 900 {Coordinate(Size + 10 + (Row * Math.Ceiling((classes.Length + 1) / 4.0)))}");
        foreach (var (name, c) in classes.Prepend(DiagnosisClasses.Normal).Select((name, c) => (name, c)))
        {
            var (x, y) = (60 + (210 * (c % 4)), Size + 12 + (Row * (c / 4)));
            svg.Add(Shape(name, c - 1, x, y - 4), El("text", At("x", x + 9.0), At("y", y), name));
        }
        return new StaticFigure($"embeddings-{layout}", $"Embeddings, {title}, by class; large marks were learned. {map.Sampling}", svg);
    }

    private static XElement Mark(MapPoint point, double x, double y, string[] classes)
    {
        var mark = Shape(point.Class, Array.IndexOf(classes, point.Class), x, y, point.IsLearned ? 5 : 2.5);
        if (point.IsLearned)
            mark.Add(At("stroke", "var(--ink)"), At("stroke-width", 0.8));
        mark.Element("title")!.Value = $"{point.Name}: {point.Class}";
        return mark;
    }

    private static XElement Shape(string name, int index, double x, double y, double size = 4) => name == DiagnosisClasses.Normal
        ? Palette.Shape(0, x, y, size, "#99999980", name)
        : Palette.Shape(index / 7, x, y, size, Palette.Of(index), name);
}
