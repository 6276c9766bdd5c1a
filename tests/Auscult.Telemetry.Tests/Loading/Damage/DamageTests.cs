using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Loading.Damage;

/// <summary>
/// Whatever happens to its files, a source gives a dataset or one clear line. AUSCULT_DAMAGE_CASES says how many damaged inputs each source gets
/// (default 30), AUSCULT_DAMAGE_REPORT a file to which the counts are added (<c>make test-slow</c>).
/// </summary>
public sealed class DamageTests
{
    private const int WrittenEvery = 10;
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("AUSCULT_DAMAGE_CASES"), out var cases) ? cases : 30;
    private static readonly Lock ReportLock = new();

    public static TheoryData<string> Sources => [.. SourceSamples.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_source_that_reads_files_has_a_sample() =>
        DatasetSources.Names.Except(SourceSamples.Live.Keys).ShouldBe(SourceSamples.All.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Sources))]
    public void An_undamaged_sample_is_read(string source)
    {
        using var folder = new TemporaryFolder();
        var sample = SourceSamples.All[source];
        var config = sample.Write(folder.Path);
        sample.Pack?.Invoke(folder.Path);

        var context = new ImportContext();
        var dataset = DatasetSources.Load(config, context);
        Rows(dataset).ShouldBeGreaterThan(0);
        context.Bad.Count.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_damaged_input_gives_a_dataset_or_one_line(string source)
    {
        var sample = SourceSamples.All[source];
        using var original = new TemporaryFolder();
        var whole = sample.Write(original.Path);
        sample.Pack?.Invoke(original.Path);
        var wholeRows = Rows(DatasetSources.Load(whole));
        using var output = new TemporaryFolder();
        var (results, errors) = (0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var random = new Random((int)new Seeds(i).Child(source).Value);
            using var folder = new TemporaryFolder();
            var config = sample.Write(folder.Path);
            var (what, kinds) = Damage(sample, folder.Path, random);
            var (strict, _) = Import(config, new ImportContext(), output, i);
            var context = new ImportContext(skipBad: true);
            var (lenient, problem) = Import(config, context, output, i);
            (results, errors) = strict is null ? (results, errors + 1) : (results + 1, errors);
            Check(strict, lenient, context, $"{source} case {i}: {what}: {problem ?? string.Join("; ", context.Bad.Listed)}");
            // One damaged line costs itself, but a time that jumps ahead costs the lines behind it: theirs go back.
            if (sample.IsByLine && kinds is [var kind] && FileDamage.IsByLine(kind) && !IsKept(what, sample))
                Rows(lenient.ShouldNotBeNull($"{source} case {i}: {what}")).ShouldBeGreaterThanOrEqualTo(CanMoveTime(kind) ? 1 : wholeRows / 2, $"{source} case {i}: {what}");
        }
        Report($"{source} {Cases} {results} {errors}");
    }

    private static (string What, DamageKind[] Kinds) Damage(SourceSample sample, string folder, Random random)
    {
        var count = random.Next(3) == 0 ? 2 : 1;
        var kinds = new DamageKind[count];
        var what = new List<string>();
        // An archive is damaged as such, or what is in it.
        var packFirst = random.Next(2) == 0;
        if (packFirst)
            sample.Pack?.Invoke(folder);
        var pattern = packFirst && sample.Pack is not null ? "*.gz" : "*";
        for (var i = 0; i < count; i++)
        {
            var files = Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
            var file = files[random.Next(files.Length)];
            kinds[i] = FileDamage.Pick(random);
            File.WriteAllBytes(file, FileDamage.Apply(File.ReadAllBytes(file), kinds[i], random));
            what.Add($"{kinds[i]} in {Path.GetFileName(file)}");
        }
        if (!packFirst)
            sample.Pack?.Invoke(folder);
        return (string.Join(", ", what), kinds);
    }

    private static bool CanMoveTime(DamageKind kind) => kind is DamageKind.LinesSwapped or DamageKind.FieldsSwapped or DamageKind.FieldHuge;

    private static bool IsKept(string what, SourceSample sample) => sample.Keep?.Any(name => what.Contains(name, StringComparison.Ordinal)) == true;

    // No dataset when the input was refused, which takes one line.
    private static (Dataset? Dataset, string? Problem) Import(DataConfig config, ImportContext context, TemporaryFolder output, int number)
    {
        var target = output.At($"{number}-{context.Bad.IsSkipping}");
        try
        {
            var dataset = DatasetSources.Load(config, context);
            foreach (var series in dataset.Series)
                dataset.ReadSeries(series.Layer, series.EntityKind);
            if (number % WrittenEvery == 0)
            {
                DatasetWriter.Write(target, dataset);
                Rows(Dataset.Open(target)).ShouldBe(Rows(dataset));
            }
            return (dataset, null);
        }
        catch (InputException e)
        {
            e.Message.ShouldNotContain("\n");
            e.Message.Length.ShouldBeLessThan(1_000);
            Directory.Exists(target).ShouldBeFalse();
            return (null, e.Message);
        }
    }

    private static void Check(Dataset? strict, Dataset? lenient, ImportContext context, string what)
    {
        if (strict is not null)
        {
            lenient.ShouldNotBeNull(what);
            context.Bad.Count.ShouldBe(0, what);
            Rows(lenient).ShouldBe(Rows(strict), what);
        }
        else if (lenient is not null)
        {
            context.Bad.Count.ShouldBeGreaterThan(0, what);
        }
    }

    private static long Rows(Dataset dataset) => dataset.Series.Sum(series => series.RowCount);

    private static void Report(string line)
    {
        if (Environment.GetEnvironmentVariable("AUSCULT_DAMAGE_REPORT") is not { Length: > 0 } path)
            return;
        lock (ReportLock)
            File.AppendAllText(path, line + "\n");
    }
}
