namespace Auscult.Cluster;

/// <summary>What a job runs.</summary>
/// <param name="Program">This program's own file and, where it needs a host, what comes before the verb; unused within a container, which has <c>auscult</c>.</param>
/// <param name="Words">The verb and its arguments.</param>
public sealed record JobCommand(IReadOnlyList<string> Program, IReadOnlyList<string> Words)
{
    /// <summary>The verb.</summary>
    public string Verb => Words[0];
}
