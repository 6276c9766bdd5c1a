using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Xml.Linq;

namespace Auscult.Evaluation.Report;

/// <summary>Builds HTML and inline SVG as a tree, so that every text and attribute is escaped where it is written.</summary>
internal static class Html
{
    // Everything but markup stays readable in the file.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal) { "br", "col", "hr", "img", "meta" };

    /// <summary>An element; <paramref name="content"/> holds attributes, elements, texts and sequences of them; null is skipped.</summary>
    public static XElement El(string name, params object?[] content) => new(name, content);

    /// <summary>An attribute.</summary>
    public static XAttribute At(string name, object value) => new(name, value switch
    {
        double number => Coordinate(number),
        _ => value,
    });

    /// <summary>The class attribute.</summary>
    public static XAttribute Class(string value) => new("class", value);

    /// <summary>A coordinate with two decimals, which is finer than any screen.</summary>
    public static string Coordinate(double value) => Math.Round(value, 2).ToString("0.##");

    /// <summary>A figure between 0 and 1, or a dash where it is undefined.</summary>
    public static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000");

    /// <summary>A quantity in as few digits as tell it apart.</summary>
    public static string Quantity(double value) => value switch
    {
        double.NaN => "–",
        0 => "0",
        _ when Math.Abs(value) >= 1000 => value.ToString("#,0"),
        _ when Math.Abs(value) >= 10 => value.ToString("0.0"),
        _ when Math.Abs(value) >= 0.01 => value.ToString("0.00"),
        _ => value.ToString("0.0e0"),
    };

    /// <summary>A page. <paramref name="style"/> is this project's own text; everything else comes escaped from the tree.</summary>
    public static string Page(string title, string style, XElement body)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(Encoder.Encode(title)).Append("</title>\n<style>\n").Append(style).Append("</style>\n</head>\n");
        Write(text, body);
        return text.Append("\n</html>\n").ToString();
    }

    /// <summary>A page with scripts; <paramref name="style"/>, <paramref name="island"/> and <paramref name="scripts"/> are written as they are.</summary>
    /// <param name="title">Title of the page.</param>
    /// <param name="style">This project's own style.</param>
    /// <param name="policy">Content security policy: what may run and be loaded.</param>
    /// <param name="body">The body.</param>
    /// <param name="island">An element with data, escaped by whoever made it.</param>
    /// <param name="scripts">Scripts; none may hold the end of its element.</param>
    public static string Page(string title, string style, string policy, XElement body, string island, IReadOnlyList<string> scripts)
    {
        if (scripts.FirstOrDefault(script => script.Contains("</script", StringComparison.OrdinalIgnoreCase)) is not null)
            throw new ArgumentException("a script holds the end of its element", nameof(scripts));
        var page = Page(title, style, body);
        const string HeadStart = "<head>\n<meta charset=\"utf-8\">\n";
        const string End = "\n</html>\n";
        var head = page.IndexOf(HeadStart, StringComparison.Ordinal) + HeadStart.Length;
        return new StringBuilder(page, 0, head, page.Length + island.Length + scripts.Sum(script => script.Length) + 1000)
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(policy).Append("\">\n").Append(page, head, page.Length - head - "</body>".Length - End.Length)
            .Append(island).AppendJoin('\n', scripts.Select(script => $"<script>{script}</script>")).Append("\n</body>").Append(End).ToString();
    }

    /// <summary>An element by itself, for a notebook or a file of its own.</summary>
    public static string Fragment(XElement element)
    {
        var text = new StringBuilder();
        Write(text, element);
        return text.ToString();
    }

    private static void Write(StringBuilder text, XElement element)
    {
        text.Append('<').Append(element.Name.LocalName);
        foreach (var attribute in element.Attributes())
            text.Append(' ').Append(attribute.Name.LocalName).Append("=\"").Append(Encoder.Encode(attribute.Value)).Append('"');
        text.Append('>');
        if (Void.Contains(element.Name.LocalName))
            return;
        foreach (var node in element.Nodes())
        {
            if (node is XElement child)
                Write(text, child);
            else if (node is XText content)
                text.Append(Encoder.Encode(content.Value));
        }
        text.Append("</").Append(element.Name.LocalName).Append('>');
        if (element.Name.LocalName is "tr" or "section" or "svg" or "p" or "details" or "h2" or "h3")
            text.Append('\n');
    }
}
