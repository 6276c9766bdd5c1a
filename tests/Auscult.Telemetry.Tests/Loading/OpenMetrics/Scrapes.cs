using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.OpenMetrics;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Tests.Loading.Metrics;

namespace Auscult.Telemetry.Tests.Loading.OpenMetrics;

/// <summary>Imports metrics text that a test writes.</summary>
internal static class Scrapes
{
    /// <summary>Reads texts as scrapes ten seconds apart, the first at 2026-01-01 00:00.</summary>
    public static Dataset Load(params string[] texts)
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < texts.Length; i++)
            File.WriteAllText(folder.At($"20260101T0000{i}0Z.prom"), texts[i]);
        return Load(folder.Path, new ImportContext(catalogue: TestCatalogue.Create()));
    }

    /// <summary>Reads a folder or file.</summary>
    public static Dataset Load(string root, ImportContext context, string? node = null) =>
        new OpenMetricsSource(new DataConfig { Source = "openmetrics", Root = root, Node = node }).Load(context);

    /// <summary>Reads bytes as one scrape.</summary>
    public static Dataset LoadBytes(ReadOnlySpan<byte> bytes, ImportContext context)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("20260101T000000Z.prom"), bytes);
        return Load(folder.At("20260101T000000Z.prom"), context);
    }

    /// <summary>The values of a signal of an entity, in time order.</summary>
    public static double[] Values(this Dataset dataset, string entity, string signal)
    {
        var known = dataset.Manifest.Signals.Single(one => one.Name == signal);
        var table = dataset.ReadSeries(known.Layer, known.EntityKind);
        var column = table.Columns.Single(one => one.Name == signal).Values;
        var index = table.Entities.ToList().IndexOf(entity);
        return [.. Enumerable.Range(0, table.RowCount).Where(row => table.EntityIndex[row] == index).Select(row => column[row])];
    }

    /// <summary>The entities that have a signal.</summary>
    public static string[] EntitiesOf(this Dataset dataset, EntityKind kind) =>
        [.. dataset.Topology.Entities.Where(entity => entity.Kind == kind).Select(entity => entity.Id)];
}
