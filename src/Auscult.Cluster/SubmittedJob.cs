namespace Auscult.Cluster;

/// <summary>A job that a scheduler took.</summary>
/// <param name="Scheduler"><c>slurm</c> or <c>kubernetes</c>.</param>
/// <param name="Job">Its number (Slurm) or its kind and name (Kubernetes).</param>
/// <param name="File">What was submitted.</param>
/// <param name="Answer">What the scheduler said.</param>
public sealed record SubmittedJob(string Scheduler, string Job, string File, string Answer);
