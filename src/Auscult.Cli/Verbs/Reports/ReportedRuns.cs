using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Cli.Verbs.Diagnosis;
using Auscult.Evaluation.Report.Runs;
using Auscult.Foundation;

namespace Auscult.Cli.Verbs.Reports;

/// <summary>What folders of runs hold beside a model.</summary>
internal static class ReportedRuns
{
    /// <summary>Results of <c>auscult evaluate</c> within a run's folder.</summary>
    public const string EvaluationFile = "evaluation.json";

    private const string TrackedRunFile = "tracked_run";
    private const string CommitTag = "mlflow.source.git.commit";

    /// <summary>A run that <c>auscult evaluate</c> has judged.</summary>
    /// <exception cref="InputException">It has not been judged.</exception>
    public static ReportedRun Evaluated(string folder, string name)
    {
        var results = Path.Combine(folder, EvaluationFile);
        return File.Exists(results)
            ? ResultsReader.Read(results) with { Name = name }
            : throw new InputException("holds neither a diagnosis model nor results", folder, remedy: $"run 'auscult evaluate {folder}' first, or give a results file");
    }

    /// <summary>Those that were named; otherwise the ones that neither the model nor its thresholds come from, as far as there are such.</summary>
    public static IReadOnlyList<string> Recordings(RunModel model, IReadOnlyList<string> named, CliServices services)
    {
        var found = model.Recordings(named, text => services.Error.WriteLine($"auscult: {text}"));
        if (named.Count > 0 || model.Dataset.Fingerprint != model.Model.Info.Fingerprint)
            return found;
        string[] unseen = [.. found.Except(model.Model.Info.HeldOutRecordings, StringComparer.Ordinal)];
        return unseen.Length > 0 ? unseen : found;
    }

    /// <summary>The tracked run and its commit, where the file store has them; the program that draws.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Facts(RunModel model)
    {
        var facts = new List<KeyValuePair<string, string>> { new("folder", model.Folder), new("report made by", $"auscult {ProductVersion.Text}") };
        var memory = Path.Combine(model.Folder, TrackedRunFile);
        if (!File.Exists(memory))
            return facts;
        var id = File.ReadAllText(memory).Trim();
        facts.Add(new("tracked run", id));
        if (CommitOf(model.Model.Info.Resolved, id) is { } commit)
            facts.Add(new("commit", commit));
        return facts;
    }

    private static string? CommitOf(string config, string id)
    {
        var settings = ConfigYaml.Parse(config, new ConfigSource("model.json", null, null)) as ConfigMapping;
        var root = (settings?["tracker"] as ConfigMapping)?["root"] is ConfigScalar { IsNull: false } scalar ? scalar.Text : "mlruns";
        if (!Directory.Exists(root) || id.Length == 0 || id.Any(c => !char.IsAsciiHexDigit(c)))
            return null;
        var tag = Directory.EnumerateDirectories(root).Select(experiment => Path.Combine(experiment, id, "tags", CommitTag)).FirstOrDefault(File.Exists);
        return tag is null ? null : File.ReadAllText(tag).Trim();
    }
}
