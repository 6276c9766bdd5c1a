using System.Text.RegularExpressions;

namespace Auscult.Architecture.Tests;

/// <summary>Habits that a reader relies on, held over every file of the repository.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 400;
    private const int MaxFileBytes = 1_000_000;

    private static readonly string[] TextEndings =
        [".cs", ".cpp", ".h", ".csproj", ".props", ".targets", ".sh", ".md", ".yaml", ".yml", ".json", ".py", ".txt", ".mk", ".cmake", ".ipynb"];

    [Fact]
    public void The_file_list_is_not_empty() => Repository.Files.Count.ShouldBeGreaterThan(50);

    [Fact]
    public void No_source_file_is_longer_than_a_reader_can_hold() =>
        Repository.Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cpp", StringComparison.Ordinal))
            .Select(f => (File: f, Lines: File.ReadLines(Path.Combine(Repository.Root, f)).Count()))
            .Where(f => f.Lines > MaxLines).ShouldBeEmpty();

    [Fact]
    public void Nothing_names_one_machine_or_a_registry()
    {
        var offenders = TextFiles().SelectMany(f => File.ReadLines(Path.Combine(Repository.Root, f))
            .Select((line, index) => (Place: $"{f}:{index + 1}", Line: line))
            .Where(l => MachinePattern().IsMatch(l.Line)));
        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Metrics_need_neither_torch_nor_learning()
    {
        var metrics = Repository.Files.Where(f => f.StartsWith("src/Auscult.Evaluation/Metrics/", StringComparison.Ordinal)).ToArray();
        metrics.ShouldNotBeEmpty();
        metrics.Where(f => ForbiddenInMetrics().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, f)))).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_unfinished_is_left_behind() =>
        SourceFiles().Where(f => UnfinishedPattern().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, f)))).ShouldBeEmpty();

    [Fact]
    public void Only_data_are_large() =>
        Repository.Files.Where(f => new FileInfo(Path.Combine(Repository.Root, f)).Length > MaxFileBytes && !f.StartsWith("data/", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void Every_test_project_is_in_the_solution_and_tests_a_project()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Research.sln"));
        var projects = Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal) && (f.StartsWith("src/", StringComparison.Ordinal) || f.StartsWith("tests/", StringComparison.Ordinal)));
        projects.Where(p => !solution.Contains(p.Replace('/', '\\'), StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var broken = Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)).SelectMany(f => LinkPattern()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, f))).Select(m => m.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && target.Length > 0)
            .Where(target => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(f)!, target)))
            .Select(target => $"{f}: {target}"));
        broken.ShouldBeEmpty();
    }

    private static IEnumerable<string> TextFiles() => Repository.Files.Where(f =>
        (TextEndings.Contains(Path.GetExtension(f), StringComparer.Ordinal) || Path.GetExtension(f).Length == 0)
        && !f.EndsWith("/SourceTests.cs", StringComparison.Ordinal));

    private static IEnumerable<string> SourceFiles() => Repository.Files.Where(f =>
        Path.GetExtension(f) is ".cs" or ".cpp" or ".h" or ".sh" && !f.EndsWith("/SourceTests.cs", StringComparison.Ordinal));

    // Folders and hosts that exist on one machine or belong to a client's own configuration.
    [GeneratedRegex(@"(^|[^\w.])/(work|tmp|home/\w+|root)/|api\.nuget|registry\.npmjs|(deb|security)\.debian\.org")]
    private static partial Regex MachinePattern();

    [GeneratedRegex(@"using (static )?TorchSharp|Auscult\.(Torch|Learning)\b")]
    private static partial Regex ForbiddenInMetrics();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex UnfinishedPattern();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]*)(#[^)]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex LinkPattern();
}
