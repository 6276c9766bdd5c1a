namespace Auscult.Notebook.Rich;

/// <summary>What every cell can call without a using; the names are .NET Interactive's.</summary>
public static class NotebookFunctions
{
    /// <summary>Cancelled when the user interrupts the running cell: to be handed to long work, which then ends on its own terms.</summary>
    public static CancellationToken cancellation => DisplayHost.Current?.Cancellation ?? CancellationToken.None;

    /// <summary>Shows a value now; several values of one cell come one below the other.</summary>
    /// <param name="value">A table, a plot, a progress bar, anything.</param>
    /// <returns>The place on the page, where another value can be shown later.</returns>
    public static DisplayedValue display(object? value)
    {
        var shown = new DisplayedValue(Guid.NewGuid().ToString("N"));
        DisplayHost.Current?.Display(value, shown.Id, isUpdate: false);
        return shown;
    }

    /// <summary>Marks a text as HTML.</summary>
    public static HtmlText HTML(string html) => new(html);
}

/// <summary>A place on the page.</summary>
/// <param name="Id">Its name, known to the page.</param>
public sealed record DisplayedValue(string Id)
{
    /// <summary>Shows another value in this place.</summary>
    public void Update(object? updatedValue) => DisplayHost.Current?.Display(updatedValue, Id, isUpdate: true);
}

/// <summary>A text that is HTML already.</summary>
/// <param name="html">The text; trusted as it is.</param>
[TypeFormatterSource(typeof(RichFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class HtmlText(string html) : RichOutput
{
    /// <inheritdoc/>
    public override string MarkupType => MimeTypes.Html;

    /// <inheritdoc/>
    public override string ToMarkup() => html;

    /// <inheritdoc/>
    public override string ToPlainText() => html;
}

/// <summary>Where cells show things: the kernel of this process, or nowhere.</summary>
internal abstract class DisplayHost
{
    /// <summary>The kernel that runs cells in this process; null outside of a notebook.</summary>
    public static DisplayHost? Current { get; set; }

    /// <summary>Cancelled when the running cell is interrupted.</summary>
    public abstract CancellationToken Cancellation { get; }

    /// <summary>Shows a value, or shows it in the place of an earlier one.</summary>
    public abstract void Display(object? value, string id, bool isUpdate);
}
