using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Auscult.Tracking.Tests.Server;

/// <summary>
/// MLflow's tracking server as a contract: endpoints, limits and error codes of mlflow/server/handlers.py and mlflow/utils/validation.py. It is stricter
/// than MLflow's database in one thing: a metric that is logged twice is there twice, as in its file store.
/// </summary>
internal sealed partial class MlflowContract
{
    private const string Api = "/api/2.0/mlflow/";
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Func<JsonObject, JsonObject>> _routes;
    private readonly ContractArtifacts _artifacts = new();
    private readonly ContractRuns _runs = new();

    public MlflowContract()
    {
        var models = new ContractModels(_runs);
        _routes = new Dictionary<string, Func<JsonObject, JsonObject>>(StringComparer.Ordinal);
        foreach (var (route, handler) in _runs.Routes.Concat(models.Routes))
            _routes.Add(route, handler);
        _routes.Add("GET artifacts/list", request => _artifacts.ListOfRun(_runs.Get(Text(request, "run_id")), request["path"]?.GetValue<string>()));
    }

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        try
        {
            if (path.StartsWith(ContractArtifacts.Prefix, StringComparison.Ordinal))
            {
                await _artifacts.HandleAsync(context);
                return;
            }
            var request = await ReadAsync(context.Request);
            var route = path.StartsWith(Api, StringComparison.Ordinal) ? path[Api.Length..] : "";
            if (ModelPath().Match(route) is { Success: true } match)
            {
                if (context.Request.Method is "GET" or "DELETE")
                    request["model_id"] = match.Groups["id"].Value;
                Text(request, "model_id");
                route = "logged-models/{model_id}" + match.Groups["rest"].Value;
            }
            if (!_routes.TryGetValue($"{context.Request.Method} {route}", out var handler))
                throw new ContractError("ENDPOINT_NOT_FOUND", $"no endpoint {context.Request.Method} {path}");
            JsonObject answer;
            lock (_gate)
                answer = handler(request);
            await WriteAsync(context.Response, 200, answer);
        }
        catch (ContractError e)
        {
            await WriteAsync(context.Response, e.Status, new JsonObject { ["error_code"] = e.Code, ["message"] = e.Message });
        }
    }

    /// <summary>A text that must be there.</summary>
    public static string Text(JsonObject request, string key) => request[key]?.GetValue<string>() is { Length: > 0 } text
        ? text
        : throw new ContractError("INVALID_PARAMETER_VALUE", $"Missing value for required parameter '{key}'.");

    /// <summary>One page of a list; the token is where the next one starts.</summary>
    public static JsonObject Page(string name, IReadOnlyList<JsonNode> items, JsonObject request, int standard)
    {
        var start = request["page_token"]?.GetValue<string>() is { Length: > 0 } token ? int.Parse(token) : 0;
        var length = request["max_results"] is { } max ? int.Parse(max.ToString()) : standard;
        var answer = new JsonObject { [name] = new JsonArray([.. items.Skip(start).Take(length).Select(item => item.DeepClone())]) };
        if (start + length < items.Count)
            answer["next_page_token"] = (start + length).ToString();
        return answer;
    }

    private static async Task<JsonObject> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (body.Length > 1_000_000 && request.Path.Value!.EndsWith("/log-batch", StringComparison.Ordinal))
            throw new ContractError("INVALID_PARAMETER_VALUE", $"Batched logging API requests must be at most 1000000 bytes, got a request of size {body.Length}.");
        if (body.Length > 0)
            return JsonNode.Parse(body.ToArray())!.AsObject();
        var asked = new JsonObject();
        // MLflow reads what stands behind the question mark for GET only.
        foreach (var (key, value) in request.Query.Where(_ => request.Method == "GET"))
            asked[key] = value.ToString();
        return asked;
    }

    private static async Task WriteAsync(HttpResponse response, int status, JsonObject answer)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString(new JsonSerializerOptions(JsonSerializerDefaults.Web))));
    }

    [GeneratedRegex("^logged-models/(?<id>m-[^/]+)(?<rest>/tags|/params|)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ModelPath();
}

/// <summary>An error as MLflow says it.</summary>
internal sealed class ContractError(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public int Status => Code switch
    {
        "RESOURCE_DOES_NOT_EXIST" or "ENDPOINT_NOT_FOUND" => 404,
        "NOT_IMPLEMENTED" => 501,
        "INTERNAL_ERROR" => 500,
        _ => 400,
    };
}
