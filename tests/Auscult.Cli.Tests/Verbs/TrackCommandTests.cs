using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;
using Auscult.Tracking;

namespace Auscult.Cli.Tests.Verbs;

/// <summary><c>auscult track</c>: bad input is one line, and no line holds a password.</summary>
public sealed class TrackCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _nobody;

    public TrackCommandTests()
    {
        // A port that nobody listens at.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _nobody = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dry_run_counts_what_would_be_sent()
    {
        Fill();
        var (exitCode, output, error) = Run("track", "sync", "--store", At("mlruns"), "--server", $"http://{_nobody}", "--dry-run", "--json", At("sync.json"));
        exitCode.ShouldBe(0, error);
        output.ShouldContain($"would send to http://{_nobody}/: 1 runs of 1 experiments (0 unchanged), 2 measurements, 1 artifacts");
        using var json = JsonDocument.Parse(File.ReadAllText(At("sync.json")));
        json.RootElement.GetProperty("metric_points").GetInt64().ShouldBe(2);
        json.RootElement.GetProperty("dry_run").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("list")]
    [InlineData("show", "00000000000000000000000000000000")]
    public void A_server_that_is_not_there_is_one_line_without_the_password(params string[] verb)
    {
        Fill();
        string[] source = verb[0] == "sync" ? ["--store", At("mlruns")] : [];
        var (exitCode, output, error) = Run(["track", .. verb, .. source, "--server", $"http://me:hunter2@{_nobody}"]);
        (exitCode, output).ShouldBe((ExitCode.Failure, ""));
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Last().ShouldStartWith("auscult: ");
        error.ShouldContain(_nobody);
        error.ShouldNotContain("hunter2");
    }

    [Fact]
    public void Without_a_server_or_a_store_it_says_what_to_name()
    {
        Fill();
        Run("track", "sync", "--store", At("mlruns")).ShouldSatisfyAllConditions(
            r => r.ExitCode.ShouldBe(ExitCode.Usage), r => r.Error.ShouldContain("MLFLOW_TRACKING_URI"));
        Run("track", "sync", "--store", At("absent"), "--server", "http://h").Error.ShouldContain("not a file store");
        Run("track", "sync", "--spool", At("absent"), "--server", "http://h").Error.ShouldContain("spools");
        Run("track", "show", "x", "--server", $"http://{_nobody}").ExitCode.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public void A_crash_log_holds_no_password()
    {
        var services = new TestServices { Environment = { ["XDG_STATE_HOME"] = _folder.Path } }.Create();
        var line = CrashLog.Write(new InvalidOperationException("at http://me:hunter2@host"), ["track", "--server", "https://me:hunter2@host/x"], services);
        var log = File.ReadAllText(Directory.GetFiles(_folder.Path, "crash-*.log", SearchOption.AllDirectories).ShouldHaveSingleItem());
        (line + log).ShouldNotContain("hunter2");
        log.ShouldContain("https://***@host/x");
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private void Fill()
    {
        using var run = FileStore.Open(At("mlruns"), TimeProvider.System).StartRun(new RunStart { Experiment = "e", RunName = "r" });
        run.LogMetric("loss", 1, 0);
        run.LogMetric("loss", 2, 1);
        run.LogText("text", "a.txt");
        run.Finish(RunStatus.Finished);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        // With the patience that a training has, which nobody at a prompt has.
        var test = new TestServices();
        var services = test.Create();
        return (CommandLine.Run(Program.CreateRoot(services), arguments, services), test.Output.ToString(), test.Error.ToString());
    }
}
