using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Auscult.Notebook.Scripting;

/// <summary>Documentation comments from the XML file beside an assembly, read when the first is asked for; without a file there are none.</summary>
/// <param name="path">The file.</param>
internal sealed partial class XmlDocumentation(string path) : DocumentationProvider
{
    private readonly Lazy<Dictionary<string, string>> _members = new(() => Read(path));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is XmlDocumentation other && string.Equals(other.Path, Path, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Path);

    /// <summary>The summary of a documentation comment as running text; empty when there is none.</summary>
    public static string Summary(ISymbol symbol)
    {
        if (symbol.GetDocumentationCommentXml() is not { Length: > 0 } comment)
            return "";
        try
        {
            var root = XElement.Parse(comment.StartsWith("<member", StringComparison.Ordinal) ? comment : $"<member>{comment}</member>");
            foreach (var reference in root.Descendants().Where(e => e.Name.LocalName is "see" or "paramref" or "typeparamref").ToArray())
                reference.ReplaceWith(ShortName(reference.Attributes().FirstOrDefault()?.Value ?? reference.Value));
            return Spaces().Replace(root.Element("summary")?.Value ?? "", " ").Trim();
        }
        catch (XmlException)
        {
            return "";
        }
    }

    /// <inheritdoc/>
    protected override string GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _members.Value.GetValueOrDefault(documentationMemberID, "");

    private string Path => path;

    private static string ShortName(string reference)
    {
        var name = reference.Split('(')[0];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..];
    }

    private static Dictionary<string, string> Read(string path)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return members;
        try
        {
            foreach (var member in XDocument.Load(path).Descendants("member"))
                members[member.Attribute("name")?.Value ?? ""] = member.ToString();
        }
        catch (XmlException)
        {
            // A damaged documentation file means no documentation.
            members.Clear();
        }
        return members;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
