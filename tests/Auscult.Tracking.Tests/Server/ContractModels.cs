using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Auscult.Tracking.Tests.Server;

/// <summary>Logged models, registered models, versions and aliases of <see cref="MlflowContract"/>.</summary>
internal sealed partial class ContractModels(ContractRuns runs)
{
    private readonly List<JsonObject> _logged = [];
    private readonly List<JsonObject> _registered = [];
    private readonly List<JsonObject> _versions = [];

    public IEnumerable<KeyValuePair<string, Func<JsonObject, JsonObject>>> Routes => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["POST logged-models"] = CreateLogged,
        ["GET logged-models/{model_id}"] = r => Wrap("model", Logged(r)),
        ["PATCH logged-models/{model_id}"] = Finalize,
        ["DELETE logged-models/{model_id}"] = r => Drop(_logged, Logged(r)),
        ["POST logged-models/search"] = SearchLogged,
        ["PATCH logged-models/{model_id}/tags"] = r => Merge(Logged(r)["info"]!["tags"]!.AsArray(), r["tags"]),
        ["POST logged-models/{model_id}/params"] = r => Merge(Logged(r)["data"]!["params"]!.AsArray(), r["params"]),
        ["POST registered-models/create"] = CreateRegistered,
        ["GET registered-models/get"] = r => Wrap("registered_model", Registered(r)),
        ["PATCH registered-models/update"] = UpdateRegistered,
        ["DELETE registered-models/delete"] = r => Drop(_registered, Registered(r)),
        ["GET registered-models/search"] = r => MlflowContract.Page("registered_models", _registered, r, 100),
        ["POST registered-models/set-tag"] = r => Merge(Registered(r)["tags"]!.AsArray(), new JsonArray(new JsonObject { ["key"] = r["key"]!.ToString(), ["value"] = r["value"]!.ToString() })),
        ["POST registered-models/alias"] = SetAlias,
        ["GET registered-models/alias"] = r => Wrap("model_version", Version(MlflowContract.Text(r, "name"), AliasOf(r)["version"]!.ToString())),
        ["DELETE registered-models/alias"] = r => Drop(Registered(r)["aliases"]!.AsArray(), AliasOf(r)),
        ["POST model-versions/create"] = CreateVersion,
        ["GET model-versions/get"] = r => Wrap("model_version", Version(MlflowContract.Text(r, "name"), MlflowContract.Text(r, "version"))),
        ["GET model-versions/get-download-uri"] = r => new JsonObject { ["artifact_uri"] = Version(MlflowContract.Text(r, "name"), MlflowContract.Text(r, "version"))["source"]!.ToString() },
        ["GET model-versions/search"] = r => MlflowContract.Page("model_versions", [.. _versions.Where(v => r["filter"]?.ToString() is not { } f || f == $"name='{v["name"]}'")], r, 10_000),
    };

    private static JsonObject Wrap(string name, JsonObject thing) => new() { [name] = thing.DeepClone() };

    private static JsonObject Drop(IList<JsonObject> list, JsonObject thing)
    {
        list.Remove(thing);
        return [];
    }

    private static JsonObject Drop(JsonArray list, JsonObject thing)
    {
        list.Remove(thing);
        return [];
    }

    private static JsonObject Merge(JsonArray pairs, JsonNode? more)
    {
        foreach (var pair in more?.AsArray() ?? [])
        {
            foreach (var old in pairs.Where(p => p!["key"]!.ToString() == pair!["key"]!.ToString()).ToArray())
                pairs.Remove(old);
            pairs.Add(pair!.DeepClone());
        }
        return [];
    }

    private JsonObject Logged(JsonObject request) => _logged.FirstOrDefault(m => m["info"]!["model_id"]!.ToString() == request["model_id"]!.ToString())
        ?? throw new ContractError("RESOURCE_DOES_NOT_EXIST", $"Logged model with ID '{request["model_id"]}' not found.");

    private JsonObject Registered(JsonObject request) => _registered.FirstOrDefault(m => m["name"]!.ToString() == MlflowContract.Text(request, "name"))
        ?? throw new ContractError("RESOURCE_DOES_NOT_EXIST", $"Registered Model with name={request["name"]} not found");

    private JsonObject Version(string name, string version) => _versions.FirstOrDefault(v => v["name"]!.ToString() == name && v["version"]!.ToString() == version)
        ?? throw new ContractError("RESOURCE_DOES_NOT_EXIST", $"Model Version (name={name}, version={version}) not found");

    private JsonObject AliasOf(JsonObject request) => Registered(request)["aliases"]!.AsArray().Select(a => a!.AsObject()).FirstOrDefault(a => a["alias"]!.ToString() == request["alias"]!.ToString())
        ?? throw new ContractError("INVALID_PARAMETER_VALUE", $"Registered model alias {request["alias"]} not found.");

    private JsonObject CreateLogged(JsonObject request)
    {
        var experiment = runs.Experiment(MlflowContract.Text(request, "experiment_id"));
        var id = $"m-{Guid.NewGuid():N}";
        var model = new JsonObject
        {
            ["info"] = new JsonObject
            {
                ["model_id"] = id, ["experiment_id"] = experiment["experiment_id"]!.ToString(), ["name"] = request["name"]?.ToString() ?? "model", ["status"] = "LOGGED_MODEL_PENDING",
                ["model_type"] = request["model_type"]?.ToString(), ["source_run_id"] = request["source_run_id"]?.ToString(),
                ["artifact_uri"] = $"{experiment["artifact_location"]}/models/{id}/artifacts", ["tags"] = request["tags"]?.DeepClone() ?? new JsonArray(),
            },
            ["data"] = new JsonObject { ["params"] = request["params"]?.DeepClone() ?? new JsonArray() },
        };
        _logged.Add(model);
        return Wrap("model", model);
    }

    private JsonObject Finalize(JsonObject request)
    {
        var model = Logged(request);
        var status = MlflowContract.Text(request, "status");
        model["info"]!["status"] = status is "LOGGED_MODEL_READY" or "LOGGED_MODEL_UPLOAD_FAILED" ? status
            : throw new ContractError("INVALID_PARAMETER_VALUE", $"Invalid model status: {status}. Expected statuses: LOGGED_MODEL_READY, LOGGED_MODEL_UPLOAD_FAILED");
        return Wrap("model", model);
    }

    private JsonObject SearchLogged(JsonObject request)
    {
        var experiments = request["experiment_ids"]!.AsArray().Select(id => id!.ToString()).ToHashSet();
        var match = TagFilter().Match(request["filter"]?.ToString() ?? "");
        return MlflowContract.Page("models", [.. _logged.Where(m => experiments.Contains(m["info"]!["experiment_id"]!.ToString()))
            .Where(m => !match.Success || m["info"]!["tags"]!.AsArray().Any(t => t!["key"]!.ToString() == match.Groups["key"].Value && t["value"]!.ToString() == match.Groups["value"].Value))], request, 50);
    }

    private JsonObject CreateRegistered(JsonObject request)
    {
        var name = MlflowContract.Text(request, "name");
        if (_registered.Any(m => m["name"]!.ToString() == name))
            throw new ContractError("RESOURCE_ALREADY_EXISTS", $"Registered Model (name={name}) already exists.");
        var model = new JsonObject { ["name"] = name, ["description"] = request["description"]?.ToString(), ["tags"] = request["tags"]?.DeepClone() ?? new JsonArray(), ["aliases"] = new JsonArray() };
        _registered.Add(model);
        return Wrap("registered_model", model);
    }

    private JsonObject UpdateRegistered(JsonObject request)
    {
        Registered(request)["description"] = request["description"]?.ToString();
        return Wrap("registered_model", Registered(request));
    }

    private JsonObject SetAlias(JsonObject request)
    {
        var alias = MlflowContract.Text(request, "alias");
        if (alias == "latest" || VersionAlias().IsMatch(alias))
            throw new ContractError("INVALID_PARAMETER_VALUE", $"'{alias}' alias name is reserved.");
        Version(MlflowContract.Text(request, "name"), MlflowContract.Text(request, "version"));
        var aliases = Registered(request)["aliases"]!.AsArray();
        foreach (var old in aliases.Where(a => a!["alias"]!.ToString() == alias).ToArray())
            aliases.Remove(old);
        aliases.Add((JsonNode)new JsonObject { ["alias"] = alias, ["version"] = request["version"]!.ToString() });
        return [];
    }

    private JsonObject CreateVersion(JsonObject request)
    {
        var name = MlflowContract.Text(Registered(request), "name");
        var version = new JsonObject
        {
            ["name"] = name, ["version"] = (_versions.Count(v => v["name"]!.ToString() == name) + 1).ToString(CultureInfo.InvariantCulture), ["status"] = "READY",
            // MLflow's database does not say the logged model back.
            ["source"] = MlflowContract.Text(request, "source"), ["run_id"] = request["run_id"]?.ToString(),
            ["description"] = request["description"]?.ToString(), ["tags"] = request["tags"]?.DeepClone() ?? new JsonArray(),
        };
        _versions.Add(version);
        return Wrap("model_version", version);
    }

    [GeneratedRegex("^tags\\.`(?<key>[^`]+)` = '(?<value>[^']*)'$", RegexOptions.ExplicitCapture)]
    private static partial Regex TagFilter();

    [GeneratedRegex(@"^[vV]\d+$")]
    private static partial Regex VersionAlias();
}
