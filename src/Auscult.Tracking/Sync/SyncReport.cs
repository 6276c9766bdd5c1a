namespace Auscult.Tracking.Sync;

/// <summary>What a sync sent, or would send.</summary>
public sealed record SyncReport
{
    /// <summary>The server, without what logs in.</summary>
    public required string Server { get; init; }

    /// <summary>Whether nothing was sent.</summary>
    public bool DryRun { get; init; }

    /// <summary>Active experiments of the store.</summary>
    public int Experiments { get; set; }

    /// <summary>Runs that had something to send.</summary>
    public int Runs { get; set; }

    /// <summary>Runs that had arrived whole before.</summary>
    public int UnchangedRuns { get; set; }

    /// <summary>Measurements.</summary>
    public long MetricPoints { get; set; }

    /// <summary>Files.</summary>
    public int Artifacts { get; set; }

    /// <summary>Bytes of these files.</summary>
    public long ArtifactBytes { get; set; }

    /// <summary>Logged models.</summary>
    public int Models { get; set; }

    /// <summary>Versions of registered models.</summary>
    public int ModelVersions { get; set; }

    /// <summary>Runs of spools that were sent.</summary>
    public int SpooledRuns { get; set; }

    /// <summary>What the server refused, one line each.</summary>
    public IList<string> Problems { get; } = [];
}
