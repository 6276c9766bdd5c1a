using System.Text.RegularExpressions;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>What Slurm's records say about jobs and nodes, in the words of <see cref="EventKinds"/>.</summary>
internal sealed partial class SlurmFacts(ClusterHistory history, LocalTime clock)
{
    // sacct and scontrol may both tell of a run, the one of its end while the other still saw it run.
    private readonly Dictionary<(string Job, long Start), JobRun> _runs = [];

    /// <summary>A row of sacct or a record of <c>scontrol show job</c>; steps of a job are passed over.</summary>
    public void Job(SlurmRecord record)
    {
        var id = record.Text("JobID", "JobId");
        if (id.Contains('.', StringComparison.Ordinal))
            return;
        // "CANCELLED by 0"
        var state = record.Text("State", "JobState").Split(' ')[0];
        var (start, end) = (record.Time(clock, "Start", "StartTime"), record.Time(clock, "End", "EndTime"));
        var nodes = record.Nodes("NodeList");
        if (state is "PENDING" or "CONFIGURING" || start is not { } began || nodes.Count == 0)
            return;
        // The end of what still runs is a forecast.
        var ended = state is "RUNNING" or "SUSPENDED" or "COMPLETING" or "STOPPED" ? null : end;
        if (ended < began)
            throw record.Error($"job {id} ends before it starts");
        var name = $"job {id}{(record.Optional("JobName") is { } given ? $" ({given})" : "")}";
        var outcome = $"{name} {state}{(record.Optional("ExitCode") is { } code ? $" {code}" : "")}";
        if (!_runs.TryGetValue((id, began), out var known) || known.End is null)
            _runs[(id, began)] = new JobRun(name, nodes, record.Text("NodeList"), began, ended, KindOf(state), outcome);
    }

    /// <summary>Gives the runs of jobs to the history, once every account was read.</summary>
    public void Finish()
    {
        foreach (var run in _runs.Values)
        {
            foreach (var node in run.Nodes)
            {
                history.Run(node, run.Start, run.End);
                history.Event(run.Start, node, EventKinds.Start, run.Name);
            }
            if (run.End is not { } stop)
                continue;
            // Which of several nodes failed the job does not tell.
            if (run.Kind == EventKinds.NodeFailure && run.Nodes.Count > 1)
                history.Event(stop, null, run.Kind, $"{run.Outcome} on {run.NodeList}");
            else
                Array.ForEach([.. run.Nodes], node => history.Event(stop, node, run.Kind, run.Outcome));
        }
    }

    /// <summary>A row of <c>sacctmgr list event</c>: a time in which a node was down or drained.</summary>
    public void NodeEvent(SlurmRecord record)
    {
        var (start, end) = (record.Time(clock, "TimeStart", "Start"), record.Time(clock, "TimeEnd", "End"));
        // Rows without a node are about the cluster's registration.
        if (record.Optional("NodeName") is not { } node || start is not { } began)
            return;
        if (end < began)
            throw record.Error($"'{node}' is back before it was away");
        NotReady(node, began, end, record.Text("State"), record.Optional("Reason") ?? "");
    }

    /// <summary>A record of <c>scontrol show node</c>: how the node is now, since when, and when it was started.</summary>
    public void Node(SlurmRecord record)
    {
        var node = record.Text("NodeName");
        var state = record.Text("State");
        var reason = Reason().Match(record.Optional("Reason") ?? "");
        var words = reason.Success ? reason.Groups["words"].Value : record.Optional("Reason") ?? "";
        long? since = reason.Success && clock.Parse(reason.Groups["time"].Value, "yyyy-MM-dd'T'HH:mm:ss") is { } given && TimeText.IsPlausible(given) ? given : null;
        if (record.Has("BootTime") && record.Time(clock, "BootTime") is { } boot)
            history.Event(boot, node, boot >= since && EventKinds.IsPlanned(words) ? EventKinds.PlannedReboot : EventKinds.Reboot, words);
        var seen = new[] { "SlurmdStartTime", "LastBusyTime" }.Where(record.Has).Select(name => record.Time(clock, name)).Max();
        if (IsAway(state))
        {
            if (since is { } start)
                NotReady(node, start, null, state, words);
        }
        else if (seen is { } moment)
        {
            history.Ready(node, moment);
        }
    }

    private void NotReady(string node, long start, long? end, string state, string reason)
    {
        var isDrain = state.Contains("DRAIN", StringComparison.OrdinalIgnoreCase);
        var kind = EventKinds.IsPlanned(reason) ? EventKinds.PlannedReboot : isDrain ? EventKinds.Drain : EventKinds.NodeFailure;
        history.NotReady(node, start, end);
        history.Event(start, node, kind, $"{state} {reason}".Trim());
        if (end is { } back)
            history.Event(back, node, EventKinds.Resume, reason);
    }

    private static bool IsAway(string state) =>
        Array.Exists((string[])["DOWN", "DRAIN", "FAIL", "NOT_RESPONDING", "ERROR"], word => state.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string KindOf(string state) => state switch
    {
        "FAILED" => EventKinds.Failure,
        "CANCELLED" or "REVOKED" => EventKinds.Cancel,
        "TIMEOUT" or "DEADLINE" => EventKinds.Timeout,
        "NODE_FAIL" or "BOOT_FAIL" => EventKinds.NodeFailure,
        "PREEMPTED" => EventKinds.Preemption,
        "OUT_OF_MEMORY" => EventKinds.OomKill,
        "REQUEUED" => EventKinds.Requeue,
        _ => EventKinds.End,
    };

    // "bad optic [root@2026-03-01T12:00:00]"
    [GeneratedRegex(@"^(?<words>.*?)\s*\[[^@\]]*@(?<time>[0-9T:-]+)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reason();

    private sealed record JobRun(string Name, IReadOnlyList<string> Nodes, string NodeList, long Start, long? End, string Kind, string Outcome);
}
