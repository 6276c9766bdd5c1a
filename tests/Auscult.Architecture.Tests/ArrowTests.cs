using System.Xml.Linq;

namespace Auscult.Architecture.Tests;

/// <summary>Holds the arrows between projects (docs/adr/0001-projects-and-arrows.md).</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Auscult.Foundation"] = [],
        ["Auscult.Telemetry"] = ["Auscult.Foundation"],
        ["Auscult.Simulation"] = ["Auscult.Telemetry"],
        ["Auscult.Torch"] = ["Auscult.Foundation"],
        ["Auscult.Learning"] = ["Auscult.Telemetry", "Auscult.Torch"],
        ["Auscult.Evaluation"] = ["Auscult.Learning"],
        ["Auscult.Tracking"] = ["Auscult.Foundation"],
        ["Auscult.Cluster"] = ["Auscult.Foundation"],
        ["Auscult.Sweeps"] = ["Auscult.Telemetry", "Auscult.Tracking"],
        ["Auscult.Retraining"] = ["Auscult.Telemetry", "Auscult.Tracking"],
        ["Auscult.Notebook"] = ["Auscult.Evaluation", "Auscult.Simulation", "Auscult.Tracking"],
        ["Auscult.Cli"] =
        [
            "Auscult.Cluster", "Auscult.Evaluation", "Auscult.Notebook", "Auscult.Retraining", "Auscult.Simulation", "Auscult.Sweeps", "Auscult.Tracking",
        ],
    };

    [Fact]
    public void Projects_reference_only_what_the_design_allows()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        projects.Select(p => Path.GetFileNameWithoutExtension(p)).Order().ShouldBe(Allowed.Keys.Order());
        foreach (var project in projects)
        {
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            references.ShouldBeSubsetOf(Allowed[Path.GetFileNameWithoutExtension(project)], project);
        }
    }
}
