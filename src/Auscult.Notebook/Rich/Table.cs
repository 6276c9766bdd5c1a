using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Notebook.Rich;

/// <summary>A table: HTML on a page, aligned columns in a terminal. Numbers are set to the right with four significant digits.</summary>
[TypeFormatterSource(typeof(RichFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class Table : RichOutput
{
    private readonly string _title;
    private readonly string[] _columns;
    private readonly List<object?[]> _rows = [];

    /// <param name="title">Said above the table; may be empty.</param>
    /// <param name="columns">Heads of the columns.</param>
    public Table(string title, params string[] columns) => (_title, _columns) = (title, columns);

    /// <inheritdoc/>
    public override string MarkupType => MimeTypes.Html;

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>One row per object, one column per public property (or part of a tuple).</summary>
    /// <param name="rows">Records, anonymous objects, tuples.</param>
    /// <param name="title">Said above the table.</param>
    public static Table Of<T>(IEnumerable<T> rows, string title = "") => OfObjects(rows.Cast<object>(), title);

    /// <summary>Adds a row; missing cells stay empty.</summary>
    /// <exception cref="ArgumentException">More cells than columns.</exception>
    public Table Row(params object?[] cells)
    {
        if (cells.Length > _columns.Length)
            throw new ArgumentException($"{cells.Length} cells for {_columns.Length} columns", nameof(cells));
        _rows.Add([.. cells, .. new object?[_columns.Length - cells.Length]]);
        return this;
    }

    /// <inheritdoc/>
    public override string ToMarkup() => Fragment(El(
        "table",
        _title.Length == 0 ? null : El("caption", At("style", "caption-side:top;text-align:left;font-weight:600;white-space:nowrap"), _title),
        El("thead", El("tr", _columns.Select((name, i) => El("th", Alignment(i), name)))),
        El("tbody", _rows.Select(row => El("tr", row.Select((cell, i) => El("td", Alignment(i), Show(cell))))))));

    /// <inheritdoc/>
    public override string ToPlainText()
    {
        var cells = _rows.Select(row => row.Select(Show).ToArray()).Prepend(_columns).ToArray();
        var widths = Enumerable.Range(0, _columns.Length).Select(i => cells.Max(row => row[i].Length)).ToArray();
        var text = new StringBuilder(_title.Length == 0 ? "" : _title + "\n");
        foreach (var row in cells)
            text.AppendLine(string.Join("  ", row.Select((cell, i) => IsNumeric(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        return text.ToString().TrimEnd();
    }

    internal static bool IsRow(object? value) => value is not (null or string or IFormattable or RichOutput)
        && (value is ITuple || (Properties(value.GetType()).Length > 0 && !value.GetType().IsPrimitive && value is not System.Collections.IEnumerable));

    internal static Table OfObjects(IEnumerable<object> rows, string title)
    {
        Table? table = null;
        foreach (var row in rows)
        {
            var tuple = row as ITuple;
            var properties = tuple is null ? Properties(row.GetType()) : [];
            table ??= new Table(title, tuple is null ? [.. properties.Select(p => p.Name)] : [.. Enumerable.Range(1, tuple.Length).Select(i => $"Item{i}")]);
            table.Row(tuple is null ? [.. properties.Select(p => Read(p, row))] : [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])]);
        }
        return table ?? new Table(title.Length == 0 ? "no rows" : $"{title}: no rows");
    }

    private static PropertyInfo[] Properties(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0)];

    private static object? Read(PropertyInfo property, object row)
    {
        try
        {
            return property.GetValue(row);
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException!.GetType().Name;
        }
    }

    private static string Show(object? cell) => cell switch
    {
        null => "",
        double.NaN or float.NaN => "–",
        double number => Number(number),
        float number => Number(number),
        bool truth => truth ? "yes" : "no",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss"),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss"),
        string text => text,
        System.Collections.IEnumerable many => string.Join(", ", many.Cast<object?>().Take(10).Select(Show)),
        _ => cell.ToString() ?? "",
    };

    private static string Number(double number) => Math.Abs(number) is >= 1e7 or (> 0 and < 1e-4) && double.IsFinite(number)
        ? number.ToString("0.###e0")
        : Math.Abs(number) >= 1e4 ? number.ToString("#,0") : number.ToString("G4");

    private bool IsNumeric(int column) => _rows.Exists(row => row[column] is not null)
        && _rows.TrueForAll(row => row[column] is null or double or float or int or long or short or byte or uint or ulong or decimal);

    private XAttribute Alignment(int column) => At("style", IsNumeric(column) ? "text-align:right" : "text-align:left");
}
