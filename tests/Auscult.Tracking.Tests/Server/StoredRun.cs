using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Auscult.Tracking.Tests.Server;

/// <summary>A run of <see cref="MlflowContract"/>, with MLflow's limits.</summary>
internal sealed partial class StoredRun(JsonObject info)
{
    private const string Invalid = "INVALID_PARAMETER_VALUE";
    private readonly Dictionary<string, List<JsonObject>> _metrics = [];
    private readonly List<JsonObject> _datasets = [];
    private readonly List<JsonObject> _models = [];

    public JsonObject Info { get; } = info;

    public string Id => Info["run_id"]!.ToString();

    public Dictionary<string, string> Params { get; } = [];

    public Dictionary<string, string> Tags { get; } = [];

    public JsonObject LogBatch(JsonObject request)
    {
        var (metrics, settings, tags) = (List(request, "metrics"), List(request, "params"), List(request, "tags"));
        Limit("metrics", 1000, metrics.Count);
        Limit("params", 100, settings.Count);
        Limit("tags", 100, tags.Count);
        Limit("metrics, params, and tags", 1000, metrics.Count + settings.Count + tags.Count);
        foreach (var item in metrics.Concat(settings).Concat(tags))
            CheckKey(item["key"]?.ToString());
        foreach (var setting in settings)
        {
            var (key, value) = (setting["key"]!.ToString(), setting["value"]!.ToString());
            if (value.Length > 6000)
                throw new ContractError(Invalid, "'value' exceeds the maximum length of 6000 characters");
            if (Params.TryGetValue(key, out var old) && old != value)
                throw new ContractError(Invalid, $"Changing param values is not allowed. Param with key='{key}' was already logged with value='{old}' for run ID='{Id}'.");
        }
        foreach (var metric in metrics)
            Add(metric);
        foreach (var setting in settings)
            Params[setting["key"]!.ToString()] = setting["value"]!.ToString();
        SetTags(request["tags"]);
        return [];
    }

    public void SetTags(JsonNode? tags)
    {
        foreach (var tag in tags?.AsArray() ?? [])
        {
            if (tag!["value"]!.ToString().Length > 5000)
                throw new ContractError(Invalid, "'value' exceeds the maximum length of 5000 characters");
            Tags[tag["key"]!.ToString()] = tag["value"]!.ToString();
            if (tag["key"]!.ToString() == "mlflow.runName")
                Info["run_name"] = tag["value"]!.ToString();
        }
    }

    public JsonObject LogInputs(JsonObject request)
    {
        foreach (var use in List(request, "datasets"))
        {
            var dataset = use["dataset"]!.AsObject();
            foreach (var key in new[] { "name", "digest", "source_type", "source" })
                MlflowContract.Text(dataset, key);
            if (dataset["digest"]!.ToString().Length > 36)
                throw new ContractError(Invalid, "digest exceeds the maximum length of 36");
            if (!_datasets.Any(d => d["dataset"]!["name"]!.ToString() == dataset["name"]!.ToString() && d["dataset"]!["digest"]!.ToString() == dataset["digest"]!.ToString()))
                _datasets.Add(use.DeepClone().AsObject());
        }
        return [];
    }

    public JsonObject LogOutputs(JsonObject request)
    {
        foreach (var model in List(request, "models"))
        {
            if (_models.Any(o => o["model_id"]!.ToString() == model["model_id"]!.ToString()))
                throw new ContractError("BAD_REQUEST", "UNIQUE constraint failed: inputs.source_type, inputs.source_id, inputs.destination_type, inputs.destination_id");
            _models.Add(model.DeepClone().AsObject());
        }
        return [];
    }

    public IReadOnlyList<JsonNode> History(string key) => _metrics.GetValueOrDefault(key) is { } points ? points : [];

    public string? Value(string kind, string key) => kind switch
    {
        "tags" => Tags.GetValueOrDefault(key),
        "params" => Params.GetValueOrDefault(key),
        _ => Info[key]?.ToString(),
    };

    public JsonObject ToJson() => new()
    {
        ["info"] = Info.DeepClone(),
        ["data"] = new JsonObject
        {
            ["metrics"] = new JsonArray([.. _metrics.Values.Select(p => p.MaxBy(m => (m["step"]!.GetValue<long>(), m["timestamp"]!.GetValue<long>()))!.DeepClone())]),
            ["params"] = Pairs(Params),
            ["tags"] = Pairs(Tags),
        },
        ["inputs"] = new JsonObject { ["dataset_inputs"] = new JsonArray([.. _datasets.Select(d => d.DeepClone())]) },
        ["outputs"] = new JsonObject { ["model_outputs"] = new JsonArray([.. _models.Select(d => d.DeepClone())]) },
    };

    private static JsonArray Pairs(Dictionary<string, string> pairs) =>
        new([.. pairs.Select(p => (JsonNode)new JsonObject { ["key"] = p.Key, ["value"] = p.Value })]);

    private static List<JsonObject> List(JsonObject request, string key) => [.. (request[key]?.AsArray() ?? []).Select(item => item!.AsObject())];

    private static void Limit(string what, int limit, int count)
    {
        if (count > limit)
            throw new ContractError(Invalid, $"A batch logging request can contain at most {limit} {what}. Got {count} {what}.");
    }

    private static void CheckKey(string? key)
    {
        if (key is null || key.Length > 250 || !KeyPattern().IsMatch(key) || key.Split('/').Any(part => part is "" or "." or ".."))
            throw new ContractError(Invalid, $"Invalid value \"{key}\" for parameter 'key' supplied");
    }

    private void Add(JsonObject metric)
    {
        var value = metric["value"] ?? throw new ContractError(Invalid, "Missing value for required parameter 'metrics[0].value'.");
        if (value.GetValueKind() == System.Text.Json.JsonValueKind.String && value.ToString() is not ("NaN" or "Infinity" or "-Infinity"))
            throw new ContractError(Invalid, $"Got invalid value {value} for metric");
        // What a database makes of infinity.
        if (value.ToString() is "Infinity" or "-Infinity")
            value = JsonValue.Create(value.ToString()[0] == '-' ? double.MinValue : double.MaxValue);
        var key = metric["key"]!.ToString();
        if (!_metrics.TryGetValue(key, out var points))
            _metrics[key] = points = [];
        points.Add(new JsonObject
        {
            ["key"] = key, ["value"] = value.DeepClone(), ["timestamp"] = metric["timestamp"]!.GetValue<long>(), ["step"] = metric["step"]?.GetValue<long>() ?? 0,
        });
    }

    [GeneratedRegex(@"\A[/\w.\- :]+\z")]
    private static partial Regex KeyPattern();
}
