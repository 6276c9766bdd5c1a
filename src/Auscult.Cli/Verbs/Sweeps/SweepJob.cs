using System.Security.Cryptography;
using System.Text;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Sweeps.Running;
using Auscult.Sweeps.State;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>A sweep with what all its trials share.</summary>
/// <param name="File">The sweep.</param>
/// <param name="Overrides">Overrides of every trial: the file's, then the user's.</param>
/// <param name="ConfigDirectory">Folder of configuration files that the user named, or null.</param>
/// <param name="Folder">Where the sweep is.</param>
internal sealed record SweepJob(SweepFile File, IReadOnlyList<string> Overrides, string? ConfigDirectory, SweepFolder Folder)
{
    /// <summary>The sweep file as it was understood, with the user's overrides in it.</summary>
    public string Specification => ConfigYaml.Write(File.Root.With(
        "overrides", new ConfigSequence([.. Overrides.Select(text => new ConfigScalar(text, IsPlain: false, File.Root.Source))], File.Root.Source)));

    /// <summary>Fingerprint of what may not change between sessions: everything but the number of trials and the free text.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ConfigYaml.Write(
        File.Root.Without("run_cap").Without("description").Without("overrides")) + string.Join('\n', Overrides))));

    /// <summary>The <c>--config-dir</c> of a child.</summary>
    public IReadOnlyList<string> ConfigOption => ConfigDirectory is null ? [] : ["--config-dir", Path.GetFullPath(ConfigDirectory)];

    /// <summary>What one trial runs.</summary>
    public TrialPlan PlanOf(Trial trial, string? parentRunId)
    {
        var folder = Folder.TrialFolder(trial.Number);
        var plan = new TrialPlan { Folder = folder, Commands = [], Mark = $"tracker.metrics_file={Path.Combine(folder, "metrics.jsonl")}" };
        var name = $"{File.Name}-{Path.GetFileName(folder)}";
        string[] parent = parentRunId is { Length: > 0 } ? [$"tracker.parent_run_id={parentRunId}"] : [];
        IReadOnlyList<string> train =
        [
            .. ThisProgram.Command, "train", .. ConfigOption, .. trial.Attempts > 1 ? ["--resume"] : Array.Empty<string>(), .. Overrides,
            .. trial.Values.Select(value => $"{value.Key}={value.Value}"), $"output_dir={folder}", plan.Mark, $"tracker.run_name={name}", .. parent,
        ];
        IReadOnlyList<string> evaluate = [.. ThisProgram.Command, "evaluate", folder, .. ConfigOption, plan.Mark, $"tracker.run_name={name}-evaluate", .. parent];
        return plan with { Commands = File.Config.Evaluate ? [train, evaluate] : [train] };
    }
}
