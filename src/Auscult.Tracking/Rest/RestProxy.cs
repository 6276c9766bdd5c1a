using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Auscult.Tracking.Rest;

/// <summary>
/// Implements an interface whose methods carry <see cref="HttpMethodAttribute"/>: what Refit's <c>RestService.For</c> does, as far as this
/// project needs it.
/// </summary>
internal class RestProxy : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, RestCall> Calls = new();
    private HttpClient? _http;
    private JsonSerializerContext? _json;

    /// <summary>The interface over a client, whose base address ends with a slash.</summary>
    public static T For<T>(HttpClient http, JsonSerializerContext json)
        where T : class
    {
        var proxy = Create<T, RestProxy>();
        (((RestProxy)(object)proxy)._http, ((RestProxy)(object)proxy)._json) = (http, json);
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Calls.GetOrAdd(targetMethod!, method => new RestCall(method)).Invoke(_http!, _json!, args!);
}
