using System.CommandLine;
using Auscult.Cli.Hosting;

namespace Auscult.Cli.Tests.Hosting;

/// <summary>The shared <c>--json</c> option.</summary>
public sealed class JsonOutputTests : IDisposable
{
    private sealed record Figures(double VusPr, double? Missing, DayOfWeek Day, IReadOnlyDictionary<string, double> ByClass);

    private static readonly Figures Value = new(0.5, double.NaN, DayOfWeek.Monday, new Dictionary<string, double> { ["Disk Full"] = 1 });

    private const string Expected = """
        {
          "vus_pr": 0.5,
          "missing": "NaN",
          "day": "monday",
          "by_class": {
            "Disk Full": 1
          }
        }

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly TestServices _services = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_gets_the_file_whole()
    {
        var path = Path.Combine(_folder.Path, "new", "figures.json");
        Write("--json", path);
        File.ReadAllText(path).ShouldBe(Expected);
        _services.Output.ToString().ShouldBe("table\n");
    }

    [Fact]
    public void A_dash_takes_standard_output()
    {
        Write("--json", "-");
        _services.Output.ToString().ShouldBe(Expected);
    }

    [Fact]
    public void Nothing_is_written_unasked()
    {
        Write();
        _services.Output.ToString().ShouldBe("table\n");
    }

    private void Write(params string[] arguments)
    {
        var services = _services.Create();
        var command = new Command("measure");
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            if (!json.TakesOutput(result))
                services.Output.WriteLine("table");
            json.Write(result, Value);
            return 0;
        });
        CommandLine.Run(new RootCommand { command }, ["measure", .. arguments], services).ShouldBe(0);
    }
}
