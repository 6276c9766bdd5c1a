namespace Auscult.Notebook.Rich;

/// <summary>Something that a notebook shows: a table, a plot, a progress bar.</summary>
public abstract class RichOutput
{
    /// <summary><c>text/html</c> or <c>image/svg+xml</c>: what <see cref="ToMarkup"/> writes.</summary>
    public abstract string MarkupType { get; }

    /// <summary>The output for a page.</summary>
    public abstract string ToMarkup();

    /// <summary>The output for a terminal.</summary>
    public abstract string ToPlainText();

    /// <inheritdoc/>
    public override string ToString() => ToPlainText();
}
