using System.Xml.Linq;
using Auscult.Evaluation.Report.Runs;
using Auscult.Foundation;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>Every figure of a report as an SVG file that any viewer opens.</summary>
public static class SvgFiles
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Writes the files; those of several runs have the run's name in front.</summary>
    /// <returns>Number of files.</returns>
    public static int Write(string folder, IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences)
    {
        var files = runs.SelectMany(run => Figures.All(run).Select(figure => (Name: runs.Count > 1 ? $"{Figures.Safe(run.Name)}-{figure.Id}" : figure.Id, figure)))
            .Concat(differences.Select((difference, d) => ComparisonTab.Forest(difference, d)).Select(figure => (Name: figure.Id, figure))).ToArray();
        Directory.CreateDirectory(folder);
        foreach (var (name, figure) in files)
            AtomicFile.WriteAllText(Path.Combine(folder, $"{name}.svg"), Text(figure));
        return files.Length;
    }

    /// <summary>A drawing by itself, with the style that it has in the page.</summary>
    internal static string Text(StaticFigure figure)
    {
        var svg = new XElement(Svg + "svg", figure.Svg.Attributes(), figure.Svg.Nodes().Select(InNamespace));
        var box = figure.Svg.Attribute("viewBox")!.Value.Split(' ');
        svg.SetAttributeValue("width", box[2]);
        svg.SetAttributeValue("height", box[3]);
        svg.AddFirst(new XElement(Svg + "title", figure.Caption), new XElement(Svg + "style", ReportStyle.Css + "svg { background: var(--page); width: auto; }\n"));
        return svg.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static XNode InNamespace(XNode node) => node is XElement element
        ? new XElement(Svg + element.Name.LocalName, element.Attributes(), element.Nodes().Select(InNamespace))
        : node;
}
