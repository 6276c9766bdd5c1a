using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Auscult.Tracking.Tests.Server;

/// <summary>The artifact proxy of <see cref="MlflowContract"/>, with uploads in parts to addresses of its own.</summary>
internal sealed class ContractArtifacts
{
    public const string Prefix = "/api/2.0/mlflow-artifacts/";
    private const string Files = Prefix + "artifacts";
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> _uploads = new();

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == Files)
            await WriteAsync(context, List(context.Request.Query["path"].ToString().Trim('/'), absolute: false));
        else if (path.StartsWith(Files + "/", StringComparison.Ordinal))
            await FileAsync(context, path[(Files.Length + 1)..]);
        else if (path.StartsWith(Prefix + "part/", StringComparison.Ordinal))
            await PartAsync(context, path[(Prefix + "part/").Length..].Split('/'));
        else
            await MultipartAsync(context, path[(Prefix + "mpu/").Length..].Split('/', 2));
    }

    public JsonObject ListOfRun(StoredRun run, string? path)
    {
        var root = run.Info["artifact_uri"]!.ToString()["mlflow-artifacts:/".Length..];
        var answer = List(path is null ? root : $"{root}/{path}", absolute: true);
        foreach (var file in answer["files"]!.AsArray())
            file!["path"] = file["path"]!.ToString()[(root.Length + 1)..];
        answer["root_uri"] = run.Info["artifact_uri"]!.ToString();
        return answer;
    }

    private static async Task WriteAsync(HttpContext context, JsonObject answer)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private JsonObject List(string folder, bool absolute)
    {
        var names = _files.Keys.Where(k => k.StartsWith(folder + "/", StringComparison.Ordinal)).Select(k => k[(folder.Length + 1)..]).ToArray();
        var files = new JsonArray();
        foreach (var name in names.Select(n => n.Split('/')[0]).Distinct().Order(StringComparer.Ordinal))
        {
            var file = new JsonObject { ["path"] = absolute ? $"{folder}/{name}" : name, ["is_dir"] = !names.Contains(name) };
            if (_files.TryGetValue($"{folder}/{name}", out var bytes))
                file["file_size"] = bytes.Length;
            files.Add((JsonNode)file);
        }
        return new JsonObject { ["files"] = files };
    }

    private async Task FileAsync(HttpContext context, string path)
    {
        if (path.Split('/').Any(part => part is ".." or ""))
            throw new ContractError("INVALID_PARAMETER_VALUE", "Invalid path");
        switch (context.Request.Method)
        {
            case "PUT":
                _files[path] = await BodyAsync(context.Request);
                await WriteAsync(context, []);
                break;
            case "GET":
                await context.Response.Body.WriteAsync(_files.TryGetValue(path, out var bytes) ? bytes : throw new ContractError("RESOURCE_DOES_NOT_EXIST", "No such artifact"));
                break;
            default:
                _files.TryRemove(path, out _);
                await WriteAsync(context, []);
                break;
        }
    }

    private async Task PartAsync(HttpContext context, string[] upload)
    {
        var body = await BodyAsync(context.Request);
        lock (_uploads)
            _uploads[upload[0]][int.Parse(upload[1])] = body;
        context.Response.Headers.ETag = $"\"{upload[1]}\"";
    }

    private async Task MultipartAsync(HttpContext context, string[] asked)
    {
        var request = JsonNode.Parse(await BodyAsync(context.Request))!.AsObject();
        var path = $"{asked[1]}/{request["path"]}";
        if (asked[0] == "create")
        {
            var id = Guid.NewGuid().ToString("N");
            _uploads[id] = [];
            var parts = Enumerable.Range(1, (int)request["num_parts"]!.GetValue<long>()).Select(n => (JsonNode)new JsonObject
            {
                ["url"] = $"{context.Request.Scheme}://{context.Request.Host}{Prefix}part/{id}/{n}", ["part_number"] = n, ["headers"] = new JsonObject { ["x-part"] = $"{n}" },
            });
            await WriteAsync(context, new JsonObject { ["upload_id"] = id, ["credentials"] = new JsonArray([.. parts]) });
            return;
        }
        if (!_uploads.TryRemove(request["upload_id"]!.ToString(), out var received))
            throw new ContractError("RESOURCE_DOES_NOT_EXIST", "No such upload");
        if (asked[0] == "complete")
        {
            if (!request["parts"]!.AsArray().Select(p => p!["etag"]!.ToString()).SequenceEqual(received.Keys.Select(n => $"\"{n}\"")))
                throw new ContractError("INVALID_PARAMETER_VALUE", "the parts do not fit");
            _files[path] = [.. received.Values.SelectMany(part => part)];
        }
        await WriteAsync(context, []);
    }
}
