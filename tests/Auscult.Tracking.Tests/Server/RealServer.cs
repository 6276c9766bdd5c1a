using Microsoft.AspNetCore.Http;

namespace Auscult.Tracking.Tests.Server;

/// <summary>Hands requests on to a real MLflow server.</summary>
internal sealed class RealServer(Uri address)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>The server that the tests are to run against; null: the contract in memory.</summary>
    public static Uri? Address { get; } = Environment.GetEnvironmentVariable("AUSCULT_MLFLOW_SERVER") is { Length: > 0 } text ? new Uri(text) : null;

    public async Task HandleAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(address, context.Request.Path.ToUriComponent() + context.Request.QueryString));
        if (context.Request.ContentLength is not null)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
            if (context.Request.ContentType is { } type)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(context.Response.Body);
    }
}
