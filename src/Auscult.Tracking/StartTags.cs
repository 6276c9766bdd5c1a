namespace Auscult.Tracking;

/// <summary>The tags that MLflow expects of a run.</summary>
internal static class StartTags
{
    /// <summary>The tags of a run that starts, in the order in which they are set.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(RunStart start)
    {
        yield return new("mlflow.runName", start.RunName);
        yield return new("mlflow.user", Environment.UserName);
        yield return new("mlflow.source.name", start.SourceName);
        yield return new("mlflow.source.type", "LOCAL");
        if (start.GitCommit is { } commit)
            yield return new("mlflow.source.git.commit", commit);
        if (start.ParentRunId is { Length: > 0 } parent)
            yield return new("mlflow.parentRunId", parent);
        if (start.Note is { } note)
            yield return new("mlflow.note.content", note);
        foreach (var tag in start.Tags)
            yield return tag;
    }
}
