using Auscult.Cli.Tests;
using Auscult.Cluster.Tests.Slurm;

namespace Auscult.Cluster.Tests;

/// <summary><c>auscult submit</c> without a scheduler: what it prints, and its mistakes.</summary>
public sealed class SubmitVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("slurm", "#!/bin/bash")]
    [InlineData("k8s", "apiVersion: batch/v1")]
    [InlineData("k8s", "kind: CronJob", "cluster=kubernetes-cron")]
    [InlineData("k8s", "kind: JobSet", "cluster=kubernetes-jobset", "cluster.nodes=2")]
    public void A_dry_run_prints_and_leaves_nothing(string scheduler, string expected, params string[] settings)
    {
        var ended = Submit([scheduler, "--dry-run", .. settings, "--", "train", "experiment=tiny", "--resume"]);
        ended.Text.ShouldContain(expected);
        ended.Error.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nothing to run", "slurm")]
    [InlineData("nothing to run", "k8s", "train")]
    [InlineData("did you mean 'train'?", "slurm", "--", "trian")]
    [InlineData("unknown option '--bogus'", "slurm", "--", "train", "--bogus")]
    [InlineData("unknown option '--bogus'", "slurm", "--bogus", "--", "train")]
    [InlineData("did you mean 'cluster.nodes'?", "slurm", "cluster.node=2", "--", "train")]
    [InlineData("put what is for the verb after --", "slurm", "train.max_steps=2", "--", "train")]
    [InlineData("'cluster.nodes' must be between 1 and", "slurm", "cluster.nodes=0", "--", "train")]
    [InlineData("which is no option of sbatch", "slurm", "cluster.slurm.options=[gpu]", "--", "train")]
    [InlineData("'array_parallelism' needs 'array'", "slurm", "cluster.array_parallelism=2", "--", "train")]
    [InlineData("must be one word", "slurm", "cluster.slurm.partition='two words'", "--", "train")]
    [InlineData("needs a 'schedule'", "k8s", "cluster.kubernetes.kind=cron_job", "--", "train")]
    [InlineData("must have five fields", "k8s", "cluster=kubernetes-cron", "cluster.kubernetes.schedule='3 * *'", "--", "train")]
    [InlineData("no name for Kubernetes", "k8s", "cluster.name=My_Job", "--", "train")]
    [InlineData("did you mean 'slurm'?", "slurm", "cluster=slrum", "--", "train")]
    [InlineData("this machine has no sbatch", "slurm", "--", "train")]
    [InlineData("this machine has no kubectl", "k8s", "--", "train")]
    public void A_mistake_is_one_line_and_exit_code_2(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = Submit(arguments);
        (exitCode, output).ShouldBe((2, ""), error);
        error.ShouldContain(expected);
        error.TrimEnd('\n').ShouldNotContain('\n');
        error.ShouldStartWith("auscult: ");
    }

    [Fact]
    public void Kubectl_gets_the_manifests_that_a_dry_run_prints()
    {
        // A program that does what kubectl's output and refusals look like; the cluster itself is not here.
        var kubectl = _folder.Write("bin/kubectl", "#!/bin/sh\nwhile IFS= read -r line; do printf '%s\\n' \"$line\"; done < \"$3\" > applied.yaml\necho service/train created\necho job.batch/train created\n");
        File.SetUnixFileMode(kubectl, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string[] job = ["cluster.nodes=2", "--", "train"];

        Submit(["k8s", "--json", "job.json", .. job]).Text.ShouldBe("service/train created\njob.batch/train created");

        File.ReadAllText(Path.Combine(_folder.Path, "applied.yaml")).ShouldBe(Submit(["k8s", "--dry-run", .. job]).Output);
        File.ReadAllText(Path.Combine(_folder.Path, "job.json")).ShouldContain("\"job\": \"job.batch/train\"");
        File.Delete(kubectl);
        File.SetUnixFileMode(_folder.Write("bin/kubectl", "#!/bin/sh\necho 'error: the server\nsays no' >&2\nexit 1\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (exitCode, _, error) = Submit(["k8s", .. job]);
        (exitCode, error).ShouldBe((2, "auscult: logs/train.yaml: kubectl refused it: error: the server says no\n"));
    }

    private Ended Submit(params string[] arguments) => Shell.Run(
        Path.Combine(AppContext.BaseDirectory, "auscult"), ["submit", .. arguments],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath)!,
            ["XDG_STATE_HOME"] = _folder.Path,
            ["PATH"] = Path.Combine(_folder.Path, "bin"),
        }, _folder.Path);
}
