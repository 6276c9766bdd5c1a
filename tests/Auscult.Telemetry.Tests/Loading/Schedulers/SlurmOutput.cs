namespace Auscult.Telemetry.Tests.Loading.Schedulers;

/// <summary>
/// What Slurm 22.05 printed of one history of two nodes: jobs that end well, fail, are requeued, cancelled, time out and lose their node; a
/// drain, a node that does not answer, a drain for maintenance.
/// </summary>
internal static class SlurmOutput
{
    /// <summary><c>sacct -a -D --parsable2 --format=JobID,JobName,State,Submit,Start,End,NodeList,ExitCode,AllocCPUS,Reason</c></summary>
    public const string Sacct = """
        JobID|JobName|State|Submit|Start|End|NodeList|ExitCode|AllocCPUS|Reason
        1|ok|COMPLETED|2026-11-21T12:56:59|2026-11-21T12:56:59|2026-11-21T12:57:05|n1|0:0|1|None
        1.batch|batch|COMPLETED|2026-11-21T12:56:59|2026-11-21T12:56:59|2026-11-21T12:57:05|n1|0:0|1|
        2|both|COMPLETED|2026-11-21T12:56:59|2026-11-21T12:57:06|2026-11-21T12:57:14|n[1-2]|0:0|2|None
        2.batch|batch|COMPLETED|2026-11-21T12:57:06|2026-11-21T12:57:06|2026-11-21T12:57:14|n1|0:0|1|
        3|fails|FAILED|2026-11-21T12:57:17|2026-11-21T12:57:17|2026-11-21T12:57:19|n2|3:0|1|None
        3.batch|batch|FAILED|2026-11-21T12:57:17|2026-11-21T12:57:17|2026-11-21T12:57:19|n2|3:0|1|
        4|requeued|REQUEUED|2026-11-21T12:57:17|2026-11-21T12:57:17|2026-11-21T12:57:23|n1|0:0|1|None
        4.batch|batch|CANCELLED|2026-11-21T12:57:17|2026-11-21T12:57:17|2026-11-21T12:57:23|n1|0:15|1|
        4|requeued|COMPLETED|2026-11-21T12:57:23|2026-11-21T12:59:31|2026-11-21T12:59:46|n1|0:0|1|BeginTime
        4.batch|batch|COMPLETED|2026-11-21T12:59:31|2026-11-21T12:59:31|2026-11-21T12:59:46|n1|0:0|1|
        5|cancelled|CANCELLED by 0|2026-11-21T12:57:35|2026-11-21T12:57:37|2026-11-21T12:57:39|n2|0:0|1|None
        5.batch|batch|CANCELLED|2026-11-21T12:57:37|2026-11-21T12:57:37|2026-11-21T12:57:39|n2|0:15|1|
        6|timeout|TIMEOUT|2026-11-21T12:57:39|2026-11-21T12:57:39|2026-11-21T12:59:01|n2|0:0|1|None
        6.batch|batch|CANCELLED|2026-11-21T12:57:39|2026-11-21T12:57:39|2026-11-21T12:59:01|n2|0:15|1|
        7|victim|NODE_FAIL|2026-11-21T12:57:39|2026-11-21T12:57:39|2026-11-21T12:58:33|n1|0:0|1|None
        7.batch|batch|CANCELLED|2026-11-21T12:57:39|2026-11-21T12:57:39|2026-11-21T12:58:33|n1||1|
        8|running|RUNNING|2026-11-21T12:59:54|2026-11-21T12:59:58|Unknown|n[1-2]|0:0|2|ReqNodeNotAvail
        8.batch|batch|RUNNING|2026-11-21T12:59:58|2026-11-21T12:59:58|Unknown|n1|0:0|1|
        """;

    /// <summary><c>sacctmgr --parsable2 list event all_time</c></summary>
    public const string Events = """
        Cluster|NodeName|TimeStart|TimeEnd|State|Reason|User
        lab||2026-11-21T12:56:31|Unknown||Cluster Registered TRES|
        lab|n1|2026-11-21T12:58:33|2026-11-21T12:58:49|DOWN*|Not responding|root(0)
        lab|n1|2026-11-21T12:59:49|2026-11-21T12:59:54|DRAIN|planned maintenance reboot|root(0)
        lab|n2|2026-11-21T12:57:25|2026-11-21T12:57:33|DRAIN|bad optic|root(0)
        """;

    /// <summary><c>scontrol show node</c>, shortened, of a node that is drained.</summary>
    public const string Node = """
        NodeName=n2 Arch=x86_64 CoresPerSocket=1
           CPUAlloc=1 CPUEfctv=2 CPUTot=2 CPULoad=17.52
           OS=Linux 6.1.0 #1 SMP PREEMPT_DYNAMIC
           State=MIXED+DRAIN ThreadsPerCore=1 TmpDisk=0 Weight=1 Owner=N/A MCS_label=N/A
           Partitions=main
           BootTime=2026-11-21T11:36:33 SlurmdStartTime=2026-11-21T12:56:31
           LastBusyTime=2026-11-21T12:59:01
           CfgTRES=cpu=2,mem=1M,billing=2
           Reason=bad optic [root@2026-11-21T13:02:00]
        """;

    /// <summary><c>scontrol show job</c>, shortened.</summary>
    public const string Job = """
        JobId=2 JobName=both
           UserId=root(0) GroupId=root(0) MCS_label=N/A
           JobState=COMPLETED Reason=None Dependency=(null)
           Requeue=1 Restarts=0 BatchFlag=1 Reboot=0 ExitCode=0:0
           RunTime=00:00:08 TimeLimit=UNLIMITED TimeMin=N/A
           SubmitTime=2026-11-21T12:56:59 EligibleTime=2026-11-21T12:56:59
           StartTime=2026-11-21T12:57:06 EndTime=2026-11-21T12:57:14 Deadline=N/A
           NodeList=n[1-2]
           BatchHost=n1
           Command=./job.sh --JobState=FAILED 8 0

        """;
}
