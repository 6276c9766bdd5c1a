using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auscult.Tracking.Rest;

/// <summary>One method of a REST interface, read once: verb, path, where each argument goes, what the answer is read as.</summary>
internal sealed class RestCall
{
    private static readonly MethodInfo SendMethod = typeof(RestCall)
        .GetMethod(nameof(SendAs), BindingFlags.NonPublic | BindingFlags.Static)!;
    private readonly HttpMethodAttribute _how;
    private readonly Argument[] _arguments;
    private readonly Func<HttpClient, HttpRequestMessage, JsonSerializerContext, CancellationToken, Task> _send;

    public RestCall(MethodInfo method)
    {
        _how = method.GetCustomAttribute<HttpMethodAttribute>()
            ?? throw new ArgumentException($"{method.Name} has no HTTP attribute", nameof(method));
        _arguments = [.. method.GetParameters().Select(p => new Argument(
            p.GetCustomAttribute<AliasAsAttribute>()?.Name ?? p.Name!, p.IsDefined(typeof(BodyAttribute)),
                p.ParameterType == typeof(CancellationToken)))];
        _send = SendMethod.MakeGenericMethod(method.ReturnType.GetGenericArguments()[0])
            .CreateDelegate<Func<HttpClient, HttpRequestMessage, JsonSerializerContext, CancellationToken, Task>>();
    }

    /// <summary>Calls the server; the result is the task that the method returns.</summary>
    public Task Invoke(HttpClient http, JsonSerializerContext json, object?[] values)
    {
        var path = new StringBuilder(_how.Path);
        var query = new StringBuilder();
        var cancellation = CancellationToken.None;
        HttpContent? body = null;
        foreach (var (argument, value) in _arguments.Zip(values))
        {
            if (argument.IsCancellation)
                cancellation = (CancellationToken)value!;
            else if (argument.IsBody)
                body = Json(value!, json);
            else if (_how.Path.Contains($"{{{argument.Name}}}", StringComparison.Ordinal))
                path.Replace($"{{{argument.Name}}}", Uri.EscapeDataString((string)value!));
            else if (_how.Path.Contains($"{{**{argument.Name}}}", StringComparison.Ordinal))
                path.Replace($"{{**{argument.Name}}}", EscapePath((string)value!));
            else
                AppendQuery(query, argument.Name, value);
        }
        // A relative address without a leading slash keeps a path in front of the API, as behind a reverse proxy.
        return _send(http, new HttpRequestMessage(_how.Verb, path.Append(query).ToString().TrimStart('/')) { Content = body }, json,
            cancellation);
    }

    /// <summary>A path with its slashes kept.</summary>
    public static string EscapePath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static ByteArrayContent Json(object value, JsonSerializerContext json)
    {
        // Whole bytes rather than a stream: the request can be sent again.
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static void AppendQuery(StringBuilder query, string name, object? value)
    {
        if (value is null)
            return;
        query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=')
            .Append(Uri.EscapeDataString(FormattableString.Invariant($"{value}")));
    }

    private static async Task<T> SendAs<T>(HttpClient http, HttpRequestMessage request, JsonSerializerContext json,
        CancellationToken cancellation)
    {
        using (request)
        using (var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation))
        {
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (!response.IsSuccessStatusCode)
                throw MlflowException.Refused(request, response.StatusCode, bytes);
            try
            {
                return (T?)JsonSerializer.Deserialize(bytes, typeof(T), json) ?? throw new JsonException("empty");
            }
            catch (JsonException e)
            {
                throw MlflowException.NotJson(request, e);
            }
        }
    }

    private sealed record Argument(string Name, bool IsBody, bool IsCancellation);
}
