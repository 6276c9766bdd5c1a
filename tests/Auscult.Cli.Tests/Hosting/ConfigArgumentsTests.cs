using Auscult.Cli.Hosting;

namespace Auscult.Cli.Tests.Hosting;

/// <summary>Overrides on the command line.</summary>
public sealed class ConfigArgumentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestServices _services = new();

    public ConfigArgumentsTests()
    {
        _folder.Write("auscult.yaml", "defaults:\n  - tracker: file\nseed: 1\n");
        _folder.Write("tracker/file.yaml", "root: mlruns\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("config seed=2", "seed: 2")]
    [InlineData("config ~seed tracker.root=a-b", "root: a-b")]
    [InlineData("config +tracker.experiment=x --json -", null)]
    [InlineData("config --bogus", null)]
    [InlineData("config -x seed=1", null)]
    [InlineData("config seed=1 -- --bogus", null)]
    [InlineData("config seed", null)]
    public void Options_are_never_swallowed_as_overrides(string line, string? expected)
    {
        string[] arguments = [.. line.Split(' '), "--config-dir", _folder.Path];
        if (line.Contains(" -- ", StringComparison.Ordinal))
            arguments = ["config", "--config-dir", _folder.Path, .. line.Split(' ')[1..]];
        var services = _services.Create();
        CommandLine.Run(Program.CreateRoot(services), arguments, services).ShouldBe(expected is null ? 2 : 0);
        if (expected is not null)
            _services.Output.ToString().ShouldContain(expected);
        else
            _services.Error.ToString().Trim().Split('\n').ShouldHaveSingleItem();
    }

    [Fact]
    public void The_environment_names_the_folder()
    {
        _services.Environment["AUSCULT_CONFIGS"] = _folder.Path;
        var services = _services.Create();
        CommandLine.Run(Program.CreateRoot(services), ["config"], services).ShouldBe(0);
        _services.Output.ToString().ShouldBe("tracker:\n  root: mlruns\nseed: 1\n");
    }

    [Fact]
    public void A_folder_without_configuration_is_bad_input()
    {
        var services = _services.Create();
        CommandLine.Run(Program.CreateRoot(services), ["config", "--config-dir", Path.Combine(_folder.Path, "tracker")], services).ShouldBe(2);
        _services.Error.ToString().ShouldContain("auscult.yaml is not in this folder");
    }
}
