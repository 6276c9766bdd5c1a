namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>Kinds of operational events that schedulers tell, the same words for every scheduler.</summary>
public static class EventKinds
{
    /// <summary>A job or a pod began on the node.</summary>
    public const string Start = "start";

    /// <summary>It ended as it should.</summary>
    public const string End = "end";

    /// <summary>It ended with an error.</summary>
    public const string Failure = "failure";

    /// <summary>It ran into its time limit.</summary>
    public const string Timeout = "timeout";

    /// <summary>Somebody ended it.</summary>
    public const string Cancel = "cancel";

    /// <summary>It was ended to be started again.</summary>
    public const string Requeue = "requeue";

    /// <summary>It made room for another one.</summary>
    public const string Preemption = "preemption";

    /// <summary>The kernel or the scheduler ended it for want of memory.</summary>
    public const string OomKill = "oom_kill";

    /// <summary>The node does not answer.</summary>
    public const string NodeFailure = "node_failure";

    /// <summary>The node takes no new work.</summary>
    public const string Drain = "drain";

    /// <summary>The node takes work again.</summary>
    public const string Resume = "resume";

    /// <summary>The node was started; why is not known.</summary>
    public const string Reboot = "reboot";

    /// <summary>The node was started, or taken out for it, on purpose: a benign event.</summary>
    public const string PlannedReboot = "planned_reboot";

    private static readonly string[] PlannedWords = ["reboot", "maint", "upgrade", "planned"];

    /// <summary>Whether a reason that an operator gave says that nothing is broken: a reboot, maintenance, an upgrade.</summary>
    public static bool IsPlanned(string reason) => !reason.Contains("unexpected", StringComparison.OrdinalIgnoreCase)
        && !reason.Contains("unplanned", StringComparison.OrdinalIgnoreCase)
        && Array.Exists(PlannedWords, word => reason.Contains(word, StringComparison.OrdinalIgnoreCase));
}
