using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Storage;

/// <summary>Whatever a dataset holds, reading returns what was written.</summary>
public sealed class DatasetPropertyTests : IDisposable
{
    private static readonly Config Cases = Config.QuickThrowOnFailure.WithMaxTest(25);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tables_of_any_shape_round_trip()
    {
        var count = 0;
        var tables = Gen.Choose(1, 5000).SelectMany(rows => Gen.Choose(1, 4), (rows, entities) => (rows, entities))
            .SelectMany(_ => Gen.Choose(0, int.MaxValue), (shape, seed) => Table(shape.rows, shape.entities, seed));
        Prop.ForAll(tables.ToArbitrary(), table =>
        {
            var manifest = SampleDataset.Manifest with { Signals = [new("counter_total", Layer.Model, SignalKind.Counter, "", EntityKind.Node)] };
            var topology = new Topology([.. table.Entities.Select(id => new Entity(id, EntityKind.Node))], []);
            var dataset = new MemoryDataset("generated", manifest, topology, [new(Layer.Model, EntityKind.Node, table)]);
            var directory = _folder.At($"set{count++}");
            DatasetWriter.Write(directory, dataset);

            DatasetComparison.ShouldEqual(Dataset.Open(directory), dataset);
        }).Check(Cases);
    }

    [Fact]
    public void Manifests_with_any_text_round_trip()
    {
        Prop.ForAll<NonNull<string>, NonNull<string>>((name, origin) =>
        {
            // YAML cannot hold NUL and lone surrogates; no file name or description has them.
            var (plainName, plainOrigin) = (Clean(name.Get), Clean(origin.Get));
            var manifest = SampleDataset.Manifest with { Name = plainName, Origin = plainOrigin };
            var read = ManifestYaml.Read(ManifestYaml.Write(manifest), "dataset.yaml");

            (read.Name, read.Origin).ShouldBe((plainName, plainOrigin));
            ManifestYaml.Write(read).ShouldBe(ManifestYaml.Write(manifest));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_manifest_keeps_times_to_the_microsecond()
    {
        Prop.ForAll<long, PositiveInt>((micros, length) =>
        {
            var start = Micros.ToTime(micros % Micros.From(TimeSpan.FromDays(365 * 50)));
            var recording = new Domain.Recording("r", start, start.AddTicks(length.Get * TimeSpan.TicksPerMicrosecond));
            var manifest = SampleDataset.Manifest with { Recordings = [recording], Splits = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) };

            ManifestYaml.Read(ManifestYaml.Write(manifest), "dataset.yaml").Recordings.ShouldHaveSingleItem().ShouldBe(recording);
        }).Check(Config.QuickThrowOnFailure);
    }

    private static string Clean(string text) => new([.. text.Where(c => c != '\0' && !char.IsSurrogate(c) && c is not ('\uFFFE' or '\uFFFF'))]);

    /// <summary>Interleaved entities with odd names, sparse values, infinities, and a counter that needs double precision.</summary>
    private static SeriesTable Table(int rows, int entities, int seed)
    {
        var random = new Seeds(seed).Generator();
        string[] names = [.. Enumerable.Range(0, entities).Select(i => (i % 3) switch { 0 => $"n{i}", 1 => $"a long name / with 'quotes' {i}", _ => $"节点-{i}" })];
        var entityIndex = Enumerable.Range(0, rows).Select(row => row < entities ? row : random.Next(entities)).ToArray();
        var used = entityIndex.Distinct().Count();
        double Sparse(double value) => random.Next(4) == 0 ? double.NaN : value;
        return new SeriesTable(
            names[..used],
            [.. Enumerable.Range(0, rows).Select(row => (row * 1_000_003L) - 77)],
            entityIndex,
            [
                new("gauge \"quoted\"", [.. Enumerable.Range(0, rows).Select(_ => Sparse((float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30)))))]),
                new("always", [.. Enumerable.Range(0, rows).Select(row => (double)(row % 100))]),
                new("never", [.. Enumerable.Repeat(double.NaN, rows)]),
                new("infinite", [.. Enumerable.Range(0, rows).Select(row => row % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity)]),
                new("counter_total", [.. Enumerable.Range(0, rows).Select(_ => Sparse(random.NextInt64(1L << 53)))]),
            ]);
    }
}
