using Auscult.Foundation;
using Auscult.Tracking.Messages;
using Auscult.Tracking.Rest;

namespace Auscult.Tracking.Spool;

/// <summary>
/// Tracks to an MLflow server without ever waiting for it: what is logged goes to a spool on this machine, and a thread sends it in
/// order. A server
/// that is down or slow, or a process that is killed, delays what arrives and changes nothing about it.
/// </summary>
internal sealed class ServerTracker : ITracker, IDisposable
{
    private readonly string _root;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly Action<string> _warn;
    private readonly MlflowClient _client;
    private readonly BackgroundSender _sender;

    /// <param name="connection">The server.</param>
    /// <param name="root">Folder of the spools.</param>
    /// <param name="patience">How long the end of a run waits for the server.</param>
    /// <param name="clock">Gives times.</param>
    /// <param name="warn">Takes one line about what goes wrong.</param>
    public ServerTracker(ServerConnection connection, string root, TimeSpan patience, TimeProvider clock, Action<string> warn)
    {
        (_root, _patience, _clock, _warn) = (Path.GetFullPath(root), patience, clock, warn);
        // The thread has patience of its own: a request is soon given up, and asked again later.
        _client = new MlflowClient(connection with { MaxRetries = Math.Min(1, connection.MaxRetries) }, clock);
        _sender = new BackgroundSender(_root, _client, warn);
    }

    /// <inheritdoc/>
    public TrackedRun StartRun(RunStart start)
    {
        var spool = new SpoolFolder(_root, Guid.NewGuid().ToString("N"));
        return Open(spool, [], run => run.Write(new SpoolRecord(SpoolOp.Start)
        {
            Time = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Start = new SpoolStart(
                _client.Connection.Address.ToString(), Names.Experiment(start.Experiment), start.RunName, Environment.UserName,
                [.. StartTags.Of(start).Select(tag => new KeyValue(Names.Key(tag.Key), Names.Cut(tag.Value, Names.MaxTag)))]),
        }));
    }

    /// <inheritdoc/>
    public TrackedRun ResumeRun(string runId)
    {
        var spool = new SpoolFolder(_root, Guid.TryParseExact(runId, "N", out _) ? runId : "no run");
        if (!spool.Exists)
            throw new InputException($"there is no run {runId}", _root, remedy: "see the run ids that train printed, or tracker.spool");
        return Open(spool, spool.LastSteps(), run => run.Write(new SpoolRecord(SpoolOp.Status) { Value = "RUNNING" }));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sender.Dispose();
        _client.Dispose();
    }

    private TrackedRun Open(SpoolFolder spool, Dictionary<string, long> lastSteps, Action<ServerRun> begin)
    {
        try
        {
            var run = new ServerRun(spool, SpoolFile.Append(spool.Records), lastSteps, _clock, _warn, End);
            begin(run);
            _sender.Add(spool);
            return run;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warn($"this run is not tracked, because {spool.Path} cannot be written: {e.Message}");
            return new NoTracker().ResumeRun(spool.RunId);
        }
    }

    private void End(ServerRun run)
    {
        if (_sender.Wait(run.Spool, _patience) is > 0 and var left)
            _warn($"{left} records of run {run.Id} wait in {_root}; send them with: auscult track sync --spool {_root}");
    }
}
