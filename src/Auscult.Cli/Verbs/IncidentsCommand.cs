using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Incidents;
using Auscult.Evaluation.Report;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult incidents</c>: draws labelled incidents of a dataset folder as one HTML file.</summary>
internal static class IncidentsCommand
{
    public static Command Create(CliServices services)
    {
        var directory = new Argument<string>("dir") { Description = "The dataset folder.", HelpName = "DIR" };
        var output = new Option<string?>("--out") { Description = "Where to write the page (default: DIR.incidents.html).", HelpName = "FILE.html" };
        var classes = new Option<string[]>("--class") { Description = "Only incidents of this class; may be given several times.", HelpName = "NAME" };
        var ids = new Option<string[]>("--id") { Description = "This incident instead of one of each class; may be given several times.", HelpName = "ID" };
        var command = new Command("incidents", "Draw one labelled incident of each class: root, victim and peer, signals by layer, the causal chain.")
        {
            directory, output, classes, ids,
        };
        command.SetAction(result =>
        {
            var folder = result.GetRequiredValue(directory);
            var dataset = Dataset.Open(folder);
            var chosen = Choose(dataset, result.GetValue(classes) ?? [], result.GetValue(ids) ?? []);
            var target = result.GetValue(output) ?? Path.TrimEndingDirectorySeparator(folder) + ".incidents.html";
            var stories = services.Progress.Run("drawing", chosen.Count, progress => chosen.Select((incident, i) =>
            {
                services.Cancellation.ThrowIfCancellationRequested();
                progress(i, incident.FaultClass);
                return IncidentGallery.Tell(dataset, incident);
            }).ToArray());
            AtomicFile.WriteAllText(target, IncidentPage.Render(dataset.Manifest.Name, dataset.Manifest.Origin, stories));
            services.Output.WriteLine(target);
            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<Incident> Choose(Dataset dataset, IReadOnlyList<string> classes, IReadOnlyList<string> ids)
    {
        if (dataset.Incidents.Count == 0)
            throw new InputException("has no labelled incident to draw", dataset.Location);
        if (ids.Count > 0)
        {
            return [.. ids.Select(id => dataset.Incidents.FirstOrDefault(incident => incident.Id == id)
                ?? throw new InputException($"there is no incident '{id}'", dataset.Location, remedy: NearestName.Suggest(id, [.. dataset.Incidents.Select(i => i.Id)])))];
        }
        var one = IncidentGallery.OneOfEach(dataset);
        string[] known = [.. one.Select(incident => incident.FaultClass).Distinct(StringComparer.Ordinal)];
        if (classes.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new InputException($"there is no incident of class '{unknown}'", dataset.Location, remedy: NearestName.Suggest(unknown, known));
        return classes.Count == 0 ? one : [.. one.Where(incident => classes.Contains(incident.FaultClass, StringComparer.Ordinal))];
    }
}
