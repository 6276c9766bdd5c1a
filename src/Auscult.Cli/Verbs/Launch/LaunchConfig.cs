namespace Auscult.Cli.Verbs.Launch;

/// <summary>What <c>auscult launch</c> starts.</summary>
/// <param name="Ranks">Processes.</param>
/// <param name="Command">Program and arguments of each.</param>
/// <param name="Port">TCP port on which they meet.</param>
/// <param name="Environment">Variables of each, on top of this process's and of its own place.</param>
internal sealed record LaunchConfig(
    int Ranks, IReadOnlyList<string> Command, int Port, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>How long ranks may take to notice that one is gone, and to end, before they are killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(8);
}
