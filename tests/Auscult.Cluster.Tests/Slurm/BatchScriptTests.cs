using Auscult.Cluster.Slurm;

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>Batch scripts as sbatch gets them.</summary>
public sealed class BatchScriptTests
{
    private static readonly JobCommand Train = new(["/opt/auscult/auscult"], ["train", "experiment=tiny", "data.root=/data/it's here", "seed=${env:AUSCULT_ARRAY_INDEX}"]);

    public static TheoryData<string> Names => [.. Jobs.Keys];

    private static Dictionary<string, ClusterConfig> Jobs { get; } = new(StringComparer.Ordinal)
    {
        ["single"] = new ClusterConfig(),
        ["ranks"] = new ClusterConfig
        {
            Name = "pretrain", Nodes = 4, TasksPerNode = 8, CpusPerTask = 12, GpusPerTask = 1, MemoryGib = 120, TimeMinutes = 2880, GraceSeconds = 300,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["NCCL_DEBUG"] = "WARN", ["NOTE"] = "two words" },
            Slurm = new SlurmConfig
            {
                Partition = "gpu", Account = "lab", Qos = "long", Signal = WarningSignal.Usr2, Options = ["--constraint=h100", "--exclusive"],
            },
        },
        ["array"] = new ClusterConfig { Array = 16, ArrayParallelism = 4, Slurm = new SlurmConfig { Requeue = false }, Logs = "/logs of mine" },
        ["container"] = new ClusterConfig
        {
            Nodes = 2, GpusPerTask = 1, MasterPort = 29500, WorkingDirectory = "/scratch/me",
            Slurm = new SlurmConfig { Image = "auscult.sif", Binds = ["/data:/data:ro"] },
        },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_reads_as_its_snapshot(string name) =>
        Snapshot.Check($"slurm-{name}.sbatch", BatchScript.Render(Jobs[name], Train, "/projects/mine"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Bash_finds_nothing_wrong_with_it(string name)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, BatchScript.Render(Jobs[name], Train, "/projects/mine"));
        Shell.Run("/bin/bash", ["-n", file]).Text.ShouldBeEmpty();
        File.Delete(file);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("it's; rm -rf \"$HOME\" `x` \\ *?[a] #")]
    [InlineData("")]
    [InlineData("two\nlines\tand tabs")]
    public void A_word_reaches_the_program_as_it_was(string word) =>
        Shell.Run("/bin/bash", ["-c", $"printf '%s.' {ShellText.Word(word)}"]).Text.ShouldBe(word + ".");
}
