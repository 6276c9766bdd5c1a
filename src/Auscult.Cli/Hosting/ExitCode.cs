namespace Auscult.Cli.Hosting;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The work failed, or the program has a fault.</summary>
    public const int Failure = 1;

    /// <summary>Wrong usage or bad input.</summary>
    public const int Usage = 2;

    /// <summary>A quality gate that the user asked for was not met.</summary>
    public const int QualityGate = 3;

    /// <summary>The work was checkpointed; please start it again (sysexits' EX_TEMPFAIL).</summary>
    public const int Requeue = 75;

    /// <summary>Ended by SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM.</summary>
    public const int Terminated = 143;
}
