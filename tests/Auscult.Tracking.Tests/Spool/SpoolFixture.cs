using System.Collections.Concurrent;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;
using Auscult.Tracking.Spool;
using Auscult.Tracking.Tests.Server;

namespace Auscult.Tracking.Tests.Spool;

/// <summary>A server, a folder for spools, and what the server has of this test's experiment.</summary>
public abstract class SpoolFixture : IDisposable
{
    private readonly TestServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly MlflowClient _client;

    private protected SpoolFixture() => _client = Connections.Client(_server);

    private protected TestServer Server => _server;

    private protected TemporaryFolder Folder => _folder;

    private protected ConcurrentQueue<string> Warnings => _warnings;

    private protected MlflowClient Client => _client;

    private protected string Experiment { get; } = Connections.Unique("spool");

    private protected RunStart Start => new() { Experiment = Experiment, RunName = "train 1", SourceName = "auscult train", Note = "two\nlines" };

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ServerTracker Open(double patience = 120) => new(
        Connections.To(_server) with { Timeout = TimeSpan.FromSeconds(30) }, _folder["spool"], TimeSpan.FromSeconds(patience), TimeProvider.System,
        _warnings.Enqueue);

    private protected async Task<IReadOnlyList<Run>> Runs() =>
        await _client.SearchRunsAsync(new SearchRuns([await _client.GetOrCreateExperimentAsync(Experiment)])).ToListAsync();

    private protected async Task<Run> RunAsync(string id)
    {
        var found = (await Runs()).Single(run => run.Data!.Tags!.Contains(new KeyValue(MlflowClient.SourceTag, id)));
        return (await _client.Api.GetRun(found.Info.RunId)).Run;
    }

    private protected async Task<IReadOnlyList<Metric>> HistoryAsync(Run run) =>
        await _client.MetricHistoryAsync(run.Info.RunId, "train/loss").ToListAsync();

    private protected Task ArrivedAsync(string id) => WaitFor(() => Task.FromResult(!new SpoolFolder(_folder["spool"], id).IsWaiting));

    private protected static async Task WaitFor(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 600 && !await condition(); i++)
            await Task.Delay(50);
        (await condition()).ShouldBeTrue();
    }
}
