using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>How a table holds its values.</summary>
public enum TableLayout
{
    /// <summary>One column per signal.</summary>
    Wide,

    /// <summary>One row per value.</summary>
    Long,
}

/// <summary>
/// CSV, TSV, JSON lines or Parquet: one file or several, wide (one column per signal) or long (one row per value). What the mapping leaves
/// open is found out from the first rows.
/// </summary>
/// <remarks>
/// Columns that the mapping does not list are left out. A text in a numeric column, a missing column, a row of another width, and time that
/// repeats or goes back within an entity of a file (in long files: within a signal of an entity) are errors at file, line and column.
/// </remarks>
/// <param name="name">Name of the source in the registry.</param>
/// <param name="root">A file, a folder, or a pattern of files.</param>
/// <param name="mapping">What the columns mean; null finds everything out.</param>
/// <param name="layout">The layout; null finds it out.</param>
public sealed class TableSource(string name, string root, TableMapping? mapping = null, TableLayout? layout = null) : IDatasetSource
{
    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var files = TableFiles.Find(root);
        var given = mapping ?? new TableMapping();
        var complete = given.IsPartial || layout is not null || given.TimeFormat is null
            ? TableDetection.Complete(given, TableSample.Of(files[0], given, context.Cancellation), files[0], layout, files.Count)
            : given;
        var builder = new DatasetBuilder(root, context);
        var resolver = new SignalResolver(context.Catalogue);
        var labels = new TableLabels(complete);
        var import = new TableImport(complete, builder, resolver, context, labels);
        import.Prepare();
        foreach (var file in files)
        {
            using var table = TableFiles.Open(file, complete, context.Cancellation);
            import.Read(table);
        }
        if (import.Rows == 0)
            throw new InputException("there is no row that can be read", root, remedy: context.Bad.Count > 0 ? $"e.g. {context.Bad.Listed[0]}" : null);
        if (!import.HasAnyValue)
            throw new InputException("no signal has a single value", root, remedy: "check the mapping's columns and missing values");
        builder.Incidents.AddRange(labels.Incidents());
        if (given.IsPartial)
            context.Note("the mapping that was used; save it, edit it and give it as data.mapping=FILE:\n" + TableMappingYaml.Write(complete with { Signals = import.Signals() }));
        return builder.Build(new DatasetHead
        {
            Name = complete.Name ?? TableFiles.Stem(files[0]),
            Source = name,
            Origin = complete.Origin ?? $"imported from {Path.GetFileName(root)}",
            Licence = complete.Licence ?? "not stated",
            Step = complete.Step,
            RecordingGap = complete.RecordingGap,
            Unmapped = resolver.Unmapped(),
        });
    }

    /// <summary>The layout that <c>data.format</c> states.</summary>
    /// <exception cref="InputException">It is neither wide, long nor auto.</exception>
    public static TableLayout? LayoutOf(string? format) => format switch
    {
        null or "auto" => null,
        "wide" => TableLayout.Wide,
        "long" => TableLayout.Long,
        _ => throw new InputException($"data.format: '{format}' is unknown", remedy: NearestName.Suggest(format, ["auto", "wide", "long"])),
    };
}
