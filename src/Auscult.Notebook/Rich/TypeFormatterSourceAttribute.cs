namespace Auscult.Notebook.Rich;

/// <summary>
/// Names the class that makes the formatters of a type. .NET Interactive and this project's kernel find it by its name, wherever it is declared:
/// the class has a method <c>CreateTypeFormatters</c> that returns objects with a property <c>MimeType</c> and a method
/// <c>bool Format(object, TextWriter)</c>. TorchSharp declares one of its own for tensors in the same way.
/// </summary>
/// <param name="formatterSourceType">A class with a constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types to prefer, best first.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>Formatters of every <see cref="RichOutput"/>.</summary>
public sealed class RichFormatterSource
{
    /// <summary>One formatter per MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new RichFormatter(MimeTypes.Html), new RichFormatter(MimeTypes.Svg), new RichFormatter(MimeTypes.Text),
    ];
}

/// <summary>Writes a <see cref="RichOutput"/> in one MIME type.</summary>
/// <param name="mimeType">The MIME type.</param>
public sealed class RichFormatter(string mimeType)
{
    /// <summary>The MIME type.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes <paramref name="instance"/>; false when it has nothing in this MIME type.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not RichOutput output)
            return false;
        if (string.Equals(MimeType, MimeTypes.Text, StringComparison.Ordinal))
            writer.Write(output.ToPlainText());
        else if (string.Equals(MimeType, output.MarkupType, StringComparison.Ordinal))
            writer.Write(output.ToMarkup());
        else if (MimeType is MimeTypes.Html && output.MarkupType is MimeTypes.Svg)
            // HTML holds drawings as they are; nbconvert strips the drawing from an SVG output, for safety, but trusts HTML.
            writer.Write(output.ToMarkup());
        else
            return false;
        return true;
    }
}

/// <summary>MIME types of outputs.</summary>
public static class MimeTypes
{
    /// <summary>Plain text.</summary>
    public const string Text = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>A vector drawing.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>JSON.</summary>
    public const string Json = "application/json";
}
