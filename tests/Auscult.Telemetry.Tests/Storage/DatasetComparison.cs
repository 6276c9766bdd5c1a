using System.Text.Json;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Storage;

/// <summary>Equality of everything two datasets hold.</summary>
internal static class DatasetComparison
{
    public static void ShouldEqual(Dataset actual, Dataset expected, double relativeTolerance = 0)
    {
        ManifestYaml.Write(actual.Manifest).ShouldBe(ManifestYaml.Write(expected.Manifest));
        Json(actual.Topology).ShouldBe(Json(expected.Topology));
        Json(actual.Incidents).ShouldBe(Json(expected.Incidents));
        Json(actual.Events).ShouldBe(Json(expected.Events));
        Json(actual.Series).ShouldBe(Json(expected.Series));
        foreach (var info in expected.Series)
            ShouldEqual(actual.ReadSeries(info.Layer, info.EntityKind), expected.ReadSeries(info.Layer, info.EntityKind), relativeTolerance);
    }

    public static void ShouldEqual(SeriesTable actual, SeriesTable expected, double relativeTolerance = 0)
    {
        actual.TimesMicros.ShouldBe(expected.TimesMicros);
        actual.EntityIndex.Select(i => actual.Entities[i]).ShouldBe(expected.EntityIndex.Select(i => expected.Entities[i]));
        actual.Columns.Select(column => column.Name).ShouldBe(expected.Columns.Select(column => column.Name));
        foreach (var (a, e) in actual.Columns.Zip(expected.Columns))
        {
            for (var row = 0; row < e.Values.Length; row++)
            {
                var (x, y) = (a.Values[row], e.Values[row]);
                if (!x.Equals(y) && !(Math.Abs(x - y) <= relativeTolerance * Math.Abs(y)))
                    throw new ShouldAssertException($"{e.Name}, row {row}: {x} should be {y}");
            }
        }
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
