using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;
using Auscult.Cli.Verbs;

namespace Auscult.Cli.Tests.Verbs;

/// <summary><c>auscult leaderboard</c>: its tables compose, a table is written whole, mistakes are told at once.</summary>
public sealed class LeaderboardCommandTests : IDisposable
{
    private static readonly string Configs = Path.Combine(Repository.Root, "configs");
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Tables => [.. new LeaderboardPlans(Configs, _ => null).Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_table_composes(string name)
    {
        var plan = new LeaderboardPlans(Configs, _ => null).Compose(name);
        plan.Systems.Select(system => system.Name).ShouldBe(plan.Config.Systems.Keys);
        plan.Config.Methods.ShouldBeUnique();
        plan.Config.Methods.ShouldContain(plan.Config.Reference);
        plan.Config.About.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_table_is_measured_once_and_written_whole()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "configs", "leaderboard"));
        foreach (var file in Directory.EnumerateFiles(Configs, "*.yaml", SearchOption.AllDirectories).Where(file => !file.Contains("leaderboard", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(_folder.Path, "configs", Path.GetRelativePath(Configs, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        File.WriteAllText(Path.Combine(_folder.Path, "configs", "leaderboard", "mine.yaml"), $"""
            title: Mine
            kind: detection
            about: A table of a test.
            experiment: tiny
            systems:
              fold-0: [data.root={Path.Combine(Repository.Root, "data", "tiny")}]
            reference: robust-z
            methods: [random, robust-z]
            draws: [random]
            """);
        string[] arguments = ["leaderboard", "mine", "--config-dir", Path.Combine(_folder.Path, "configs"), "--out", _folder.Path, "--cache", Path.Combine(_folder.Path, "cache")];
        var (exitCode, output, _) = Run(arguments);
        exitCode.ShouldBe(0);
        output.ShouldContain("4 of 4 cells measured");
        var table = File.ReadAllText(Path.Combine(_folder.Path, "mine.md"));
        table.ShouldContain("| `robust-z` | live | 1 |");
        File.ReadAllLines(Path.Combine(_folder.Path, "mine.csv")).Length.ShouldBe(5);
        Run(arguments).Output.ShouldContain("0 of 4 cells measured");
        File.ReadAllText(Path.Combine(_folder.Path, "mine.md")).ShouldBe(table);
    }

    [Fact]
    public void Of_all_tables_those_without_data_are_left_out_and_named()
    {
        var test = new TestServices { Environment = { ["AUSCULT_DATASETS"] = _folder.Path, ["AUSCULT_BENCH_TINY"] = _folder.Path + "/none", [ConfigFolder.Variable] = Configs } };
        var services = test.Create();
        CommandLine.Run(Program.CreateRoot(services), ["leaderboard", "--system", "fold-0", "--method", "robust-z", "--cache", _folder.Path], services);
        test.Error.ToString().ShouldContain("table 'smd-tsb' left out: no data at");
        test.Error.ToString().ShouldContain("table 'bench-tiny' left out: no data at");
    }

    [Fact]
    public void Mistakes_are_told_before_anything_is_measured()
    {
        Run("leaderboard", "smd-tbs").ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(ExitCode.Usage), r => r.Error.ShouldContain("did you mean 'smd-tsb'?"));
        Run("leaderboard", "tiny", "--method", "robustz").Error.ShouldContain("did you mean 'robust-z'?");
        Run("leaderboard", "tiny", "--system", "fold-9").Error.ShouldContain("--system 'fold-9' is in none of the tables");
        Run("leaderboard", "smd-own", "--out", _folder.Path, "--cache", _folder.Path).ShouldSatisfyAllConditions(
            r => r.ExitCode.ShouldBe(ExitCode.Usage), r => r.Error.ShouldContain("nothing could be measured"));
        Directory.EnumerateFiles(_folder.Path, "*.md").ShouldBeEmpty();
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var test = new TestServices { Environment = { ["AUSCULT_DATASETS"] = _folder.Path, [ConfigFolder.Variable] = Configs } };
        var services = test.Create();
        return (CommandLine.Run(Program.CreateRoot(services), arguments, services), test.Output.ToString(), test.Error.ToString());
    }
}
