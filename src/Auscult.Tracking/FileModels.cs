using Auscult.Foundation;

namespace Auscult.Tracking;

/// <summary>Logged models in MLflow's file layout: <c>EXPERIMENT/models/ID/{meta.yaml,params,tags,metrics,artifacts}</c>.</summary>
internal sealed class FileModels(string experimentFolder, TimeProvider clock)
{
    private const long Ready = 2;

    /// <summary>Adds a whole model and links it as an output of a run.</summary>
    /// <returns>Its id.</returns>
    public string Add(ModelFiles model, string experimentId, string runId, string runFolder)
    {
        var files = model.Files();
        var id = $"m-{Guid.NewGuid():N}";
        var folder = Path.Combine(experimentFolder, "models", id);
        var artifacts = Path.Combine(folder, "artifacts");
        foreach (var (source, target) in files)
            StagedFile.Copy(source, Path.Combine(artifacts, target), runFolder);
        if (!model.HasDescription)
            StagedFile.WriteAllText(Path.Combine(artifacts, ModelFiles.Description), model.Describe(clock), runFolder);
        foreach (var kind in new[] { "params", "metrics" })
            Directory.CreateDirectory(Path.Combine(folder, kind));
        foreach (var (key, value) in model.Params)
            StagedFile.WriteAllText(Path.Combine(folder, "params", Names.Key(key)), Names.Cut(value, Names.MaxParam), runFolder);
        foreach (var (key, value) in model.Tags)
            StagedFile.WriteAllText(Path.Combine(folder, "tags", Names.Key(key)), Names.Cut(value, Names.MaxTag), runFolder);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        AtomicFile.WriteAllText(Path.Combine(folder, "meta.yaml"), MetaYaml.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["artifact_location"] = new Uri(artifacts).AbsoluteUri, ["creation_timestamp"] = now, ["experiment_id"] = experimentId,
            ["last_updated_timestamp"] = now, ["lifecycle_stage"] = "active", ["model_id"] = id, ["model_type"] = model.ModelType,
            ["name"] = Names.Model(model.Name), ["source_run_id"] = runId, ["status"] = Ready, ["status_message"] = null,
        }));
        AtomicFile.WriteAllText(Path.Combine(runFolder, "outputs", id, "meta.yaml"),
            MetaYaml.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["destination_id"] = id, ["destination_type"] = "MODEL_OUTPUT", ["source_id"] = id, ["source_type"] = "RUN_OUTPUT",
                ["step"] = model.Step,
                ["tags"] = new Dictionary<string, string>(StringComparer.Ordinal),
            }));
        return id;
    }
}
