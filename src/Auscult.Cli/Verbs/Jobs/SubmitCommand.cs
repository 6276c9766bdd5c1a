using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Cluster;
using Auscult.Cluster.Kubernetes;
using Auscult.Cluster.Slurm;

namespace Auscult.Cli.Verbs.Jobs;

/// <summary><c>auscult submit</c>: hands a verb to a scheduler; docs/guide/cluster.md.</summary>
internal static class SubmitCommand
{
    public static Command Create(CliServices services) =>
        new("submit", "Hand a verb to Slurm or Kubernetes, which run it where there is room and start it again where it was stopped.")
        {
            Scheduler("slurm", "Submit a batch script by sbatch: nodes, GPUs, arrays, checkpoint before the time limit, requeue.", "slurm", Slurm, services),
            Scheduler("k8s", "Apply manifests by kubectl: an Indexed Job, a CronJob or a JobSet.", "kubernetes", Kubernetes, services),
        };

    private static Command Scheduler(
        string name, string description, string group, Func<ClusterConfig, JobCommand, RenderedJob> render, CliServices services)
    {
        var command = new Command(name, description);
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be submitted, and submit nothing." };
        command.Options.Add(dryRun);
        var arguments = new SubmitArguments(command, services);
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var (config, job) = arguments.Read(result, group);
            var rendered = render(config, job);
            if (result.GetValue(dryRun))
            {
                services.Output.Write(rendered.Text);
                return ExitCode.Ok;
            }
            var submitted = rendered.Submit();
            if (!json.TakesOutput(result))
                services.Output.WriteLine(submitted.Answer);
            json.Write(result, submitted);
            return ExitCode.Ok;
        });
        return command;
    }

    private static RenderedJob Slurm(ClusterConfig config, JobCommand command)
    {
        var script = BatchScript.Render(config, command, Environment.CurrentDirectory);
        return new RenderedJob(script, () => Sbatch.Submit(script, Path.Combine(config.Logs, $"{config.Name ?? command.Verb}.sbatch"), config.Logs));
    }

    private static RenderedJob Kubernetes(ClusterConfig config, JobCommand command)
    {
        var manifests = Manifests.Render(config, command);
        return new RenderedJob(manifests, () => Kubectl.Submit(manifests, Path.Combine(config.Logs, $"{config.Name ?? command.Verb}.yaml")));
    }
}

/// <summary>A job as its scheduler reads it.</summary>
/// <param name="Text">The script or the manifests.</param>
/// <param name="Submit">Hands it over.</param>
internal sealed record RenderedJob(string Text, Func<SubmittedJob> Submit);
