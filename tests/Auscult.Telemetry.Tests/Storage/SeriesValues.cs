using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Storage;

/// <summary>Values of a signal by name.</summary>
internal static class SeriesValues
{
    public static double[] Values(this SeriesTable table, string signal) => table.Columns.Single(column => column.Name == signal).Values;

    public static double[] Values(this Dataset dataset, Layer layer, EntityKind kind, string signal) => dataset.ReadSeries(layer, kind).Values(signal);

    /// <summary>Only what was seen.</summary>
    public static double[] Seen(this Dataset dataset, Layer layer, EntityKind kind, string signal) =>
        [.. dataset.Values(layer, kind, signal).Where(value => !double.IsNaN(value))];
}
