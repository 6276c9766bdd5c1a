using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Auscult.Tracking.Tests.Server;

/// <summary>Experiments and runs of <see cref="MlflowContract"/>.</summary>
internal sealed partial class ContractRuns
{
    private readonly List<JsonObject> _experiments = [];
    private readonly List<StoredRun> _runs = [];

    public ContractRuns() => CreateExperiment("Default", null);

    public IEnumerable<KeyValuePair<string, Func<JsonObject, JsonObject>>> Routes => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["POST experiments/create"] = r => new JsonObject { ["experiment_id"] = CreateExperiment(MlflowContract.Text(r, "name"), r["tags"]) },
        ["GET experiments/get"] = r => new JsonObject { ["experiment"] = Experiment(MlflowContract.Text(r, "experiment_id")).DeepClone() },
        ["GET experiments/get-by-name"] = r => new JsonObject { ["experiment"] = ByName(MlflowContract.Text(r, "experiment_name")).DeepClone() },
        ["POST experiments/search"] = r => MlflowContract.Page("experiments", [.. _experiments.Where(e => IsViewed(e["lifecycle_stage"]!.ToString(), r["view_type"]))], r, 1000),
        ["POST experiments/update"] = r => Change(Experiment(MlflowContract.Text(r, "experiment_id")), "name", MlflowContract.Text(r, "new_name")),
        ["POST experiments/delete"] = r => Change(Experiment(MlflowContract.Text(r, "experiment_id")), "lifecycle_stage", "deleted"),
        ["POST experiments/restore"] = r => Change(Experiment(MlflowContract.Text(r, "experiment_id")), "lifecycle_stage", "active"),
        ["POST experiments/set-experiment-tag"] = SetExperimentTag,
        ["POST runs/create"] = CreateRun,
        ["GET runs/get"] = r => new JsonObject { ["run"] = Get(MlflowContract.Text(r, "run_id")).ToJson() },
        ["POST runs/update"] = Update,
        ["POST runs/delete"] = r => Change(Get(MlflowContract.Text(r, "run_id")).Info, "lifecycle_stage", "deleted"),
        ["POST runs/restore"] = r => Change(Get(MlflowContract.Text(r, "run_id")).Info, "lifecycle_stage", "active"),
        ["POST runs/search"] = Search,
        ["POST runs/log-batch"] = r => Get(MlflowContract.Text(r, "run_id")).LogBatch(r),
        ["POST runs/log-metric"] = r => Get(MlflowContract.Text(r, "run_id")).LogBatch(new JsonObject { ["metrics"] = new JsonArray(r.DeepClone()) }),
        ["POST runs/log-parameter"] = r => Get(MlflowContract.Text(r, "run_id")).LogBatch(new JsonObject { ["params"] = new JsonArray(r.DeepClone()) }),
        ["POST runs/set-tag"] = r => Get(MlflowContract.Text(r, "run_id")).LogBatch(new JsonObject { ["tags"] = new JsonArray(r.DeepClone()) }),
        ["POST runs/delete-tag"] = DeleteTag,
        ["POST runs/log-inputs"] = r => Get(MlflowContract.Text(r, "run_id")).LogInputs(r),
        ["POST runs/outputs"] = r => Get(MlflowContract.Text(r, "run_id")).LogOutputs(r),
        ["GET metrics/get-history"] = r => MlflowContract.Page("metrics", Get(MlflowContract.Text(r, "run_id")).History(MlflowContract.Text(r, "metric_key")), r, 25_000),
    };

    public StoredRun Get(string id) => _runs.FirstOrDefault(run => run.Id == id)
        ?? throw new ContractError("RESOURCE_DOES_NOT_EXIST", $"Run with id={id} not found");

    public JsonObject Experiment(string id) => _experiments.FirstOrDefault(e => e["experiment_id"]!.ToString() == id)
        ?? throw new ContractError("RESOURCE_DOES_NOT_EXIST", $"No Experiment with id={id} exists");

    private static bool IsViewed(string stage, JsonNode? view) => view?.ToString() switch
    {
        "ALL" => true,
        "DELETED_ONLY" => stage == "deleted",
        _ => stage == "active",
    };

    private static JsonObject Change(JsonObject thing, string key, string value)
    {
        thing[key] = value;
        return [];
    }

    private JsonObject ByName(string name) => _experiments.FirstOrDefault(e => e["name"]!.ToString() == name)
        ?? throw new ContractError("RESOURCE_DOES_NOT_EXIST", $"Could not find experiment with name '{name}'");

    private string CreateExperiment(string name, JsonNode? tags)
    {
        if (_experiments.Any(e => e["name"]!.ToString() == name))
            throw new ContractError("RESOURCE_ALREADY_EXISTS", $"Experiment(name={name}) already exists.");
        var id = _experiments.Count.ToString(CultureInfo.InvariantCulture);
        _experiments.Add(new JsonObject
        {
            ["experiment_id"] = id, ["name"] = name, ["artifact_location"] = $"mlflow-artifacts:/{id}", ["lifecycle_stage"] = "active",
            ["tags"] = tags?.DeepClone() ?? new JsonArray(),
        });
        return id;
    }

    private JsonObject SetExperimentTag(JsonObject request)
    {
        var tags = Experiment(MlflowContract.Text(request, "experiment_id"))["tags"]!.AsArray();
        foreach (var old in tags.Where(t => t!["key"]!.ToString() == request["key"]!.ToString()).ToArray())
            tags.Remove(old);
        tags.Add((JsonNode)new JsonObject { ["key"] = request["key"]!.ToString(), ["value"] = request["value"]!.ToString() });
        return [];
    }

    private JsonObject CreateRun(JsonObject request)
    {
        var experiment = Experiment(MlflowContract.Text(request, "experiment_id"));
        var id = Guid.NewGuid().ToString("N");
        var run = new StoredRun(new JsonObject
        {
            ["run_id"] = id, ["run_uuid"] = id, ["experiment_id"] = request["experiment_id"]!.ToString(), ["run_name"] = request["run_name"]?.ToString(),
            ["user_id"] = request["user_id"]?.ToString(), ["status"] = "RUNNING", ["start_time"] = request["start_time"]?.DeepClone(), ["lifecycle_stage"] = "active",
            ["artifact_uri"] = $"{experiment["artifact_location"]}/{id}/artifacts",
        });
        run.SetTags(request["tags"]);
        if (request["run_name"] is { } name)
            run.Tags["mlflow.runName"] = name.ToString();
        _runs.Add(run);
        return new JsonObject { ["run"] = run.ToJson() };
    }

    private JsonObject Update(JsonObject request)
    {
        var run = Get(MlflowContract.Text(request, "run_id"));
        foreach (var key in new[] { "status", "end_time", "run_name" }.Where(key => request[key] is not null))
            run.Info[key] = request[key]!.DeepClone();
        if (request["run_name"] is { } name)
            run.Tags["mlflow.runName"] = name.ToString();
        return [];
    }

    private JsonObject DeleteTag(JsonObject request)
    {
        if (!Get(MlflowContract.Text(request, "run_id")).Tags.Remove(MlflowContract.Text(request, "key")))
            throw new ContractError("RESOURCE_DOES_NOT_EXIST", "No tag with that name");
        return [];
    }

    private JsonObject Search(JsonObject request)
    {
        var experiments = request["experiment_ids"]!.AsArray().Select(id => id!.ToString()).ToHashSet();
        var conditions = (request["filter"]?.ToString() ?? "").Split(" and ", StringSplitOptions.RemoveEmptyEntries).Select(clause => Clause().Match(clause) is { Success: true } match
            ? (Kind: match.Groups["kind"].Value, Key: match.Groups["key"].Value.Trim('`'), Value: match.Groups["value"].Value)
            : throw new ContractError("INVALID_PARAMETER_VALUE", $"Invalid clause(s) in filter string: '{clause}'")).ToArray();
        return MlflowContract.Page("runs", [.. _runs.Where(run => experiments.Contains(run.Info["experiment_id"]!.ToString()))
            .Where(run => IsViewed(run.Info["lifecycle_stage"]!.ToString(), request["run_view_type"]))
            .Where(run => conditions.All(c => run.Value(c.Kind, c.Key) == c.Value))
            .OrderByDescending(run => run.Info["start_time"]?.GetValue<long>() ?? 0).Select(run => run.ToJson())], request, 1000);
    }

    [GeneratedRegex(@"^\s*(?<kind>tags|params|attributes?)\.(?<key>`[^`]+`|[\w.]+)\s*=\s*'(?<value>[^']*)'\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Clause();
}
