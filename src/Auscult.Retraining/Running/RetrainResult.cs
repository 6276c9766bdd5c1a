using Auscult.Retraining.State;

namespace Auscult.Retraining.Running;

/// <summary>How a call ended.</summary>
/// <param name="Entry">What was written into the lineage; null when somebody else was at work, or a rollback had nothing to do.</param>
/// <param name="Line">What to tell, in one line.</param>
/// <param name="IsBusy">Whether somebody else was at work.</param>
public sealed record RetrainResult(LineageEntry? Entry, string Line, bool IsBusy = false)
{
    /// <summary>Somebody else is at work.</summary>
    internal static RetrainResult Busy(string folder, LockOwner? owner) =>
        new(Entry: null, $"{folder} is held by {owner?.ToString() ?? "another process"}; nothing was done", IsBusy: true);
}
