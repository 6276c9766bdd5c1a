namespace Auscult.Tracking;

/// <summary>Tracks nothing (<c>tracker=none</c>).</summary>
public sealed class NoTracker : ITracker
{
    /// <inheritdoc/>
    public TrackedRun StartRun(RunStart start) => new NoRun();

    /// <inheritdoc/>
    public TrackedRun ResumeRun(string runId) => new NoRun();

    private sealed class NoRun : TrackedRun
    {
        public override string Id => "";

        public override string? Folder => null;

        public override void LogParam(string key, string value)
        {
        }

        public override void LogMetric(string key, double value, long step = 0)
        {
        }

        public override void SetTag(string key, string value)
        {
        }

        public override void LogArtifact(string path, string? folder = null)
        {
        }

        public override void LogText(string text, string artifactPath)
        {
        }

        public override void LogDataset(DatasetInput dataset)
        {
        }

        public override string LogModel(ModelFiles model) => "";

        public override void RegisterModel(string name, string modelId, IReadOnlyList<string>? aliases = null)
        {
        }

        public override void MoveAlias(string name, string modelId, string alias)
        {
        }

        protected override void End(RunStatus status)
        {
        }
    }
}
