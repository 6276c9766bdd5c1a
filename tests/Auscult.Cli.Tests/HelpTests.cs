using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;

namespace Auscult.Cli.Tests;

/// <summary>
/// The help of every verb, kept in <c>Snapshots/</c>. After a wanted change run the tests once with <c>AUSCULT_UPDATE_SNAPSHOTS=1</c> and
/// look at the difference.
/// </summary>
public sealed class HelpTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Auscult.Cli.Tests", "Snapshots");

    public static TheoryData<string> Verbs =>
        ["", .. Program.CreateRoot(new TestServices().Create()).Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_reads_as_its_snapshot(string verb)
    {
        var test = new TestServices();
        var services = test.Create();
        string[] arguments = verb.Length == 0 ? ["--help"] : [verb, "--help"];
        CommandLine.Run(Program.CreateRoot(services), arguments, services).ShouldBe(0);
        // The program's name is the test host's here.
        var help = test.Output.ToString().ReplaceLineEndings("\n").Replace(System.CommandLine.RootCommand.ExecutableName, "auscult", StringComparison.Ordinal);
        var path = Path.Combine(Folder, $"help{(verb.Length == 0 ? "" : "-" + verb)}.txt");
        if (Environment.GetEnvironmentVariable("AUSCULT_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(path, help);
        }
        File.Exists(path).ShouldBeTrue($"{path} is missing: run AUSCULT_UPDATE_SNAPSHOTS=1 make test ONLY=Cli");
        help.ShouldBe(File.ReadAllText(path), "if this is wanted, run AUSCULT_UPDATE_SNAPSHOTS=1 make test ONLY=Cli");
    }

    [Fact]
    public void No_snapshot_is_left_of_a_verb_that_is_gone() =>
        Directory.GetFiles(Folder, "help-*.txt").Select(path => Path.GetFileNameWithoutExtension(path)["help-".Length..])
            .ShouldBeSubsetOf(Program.CreateRoot(new TestServices().Create()).Subcommands.Select(verb => verb.Name));
}
