using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Polly;
using Polly.Retry;

namespace Auscult.Tracking.Rest;

/// <summary>
/// Repeats requests that a server which is down, slow or busy (408, 429, 5xx) did not answer, after growing pauses or the one it asks
/// for. A request
/// whose repetition would double something is repeated only when the server certainly did not act on it.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    /// <summary>Set on requests whose answer is read as a stream.</summary>
    public static readonly HttpRequestOptionsKey<bool> Streams = new("auscult.streams");

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(120);

    // What would be there twice.
    private static readonly string[] Doubling = ["/runs/create", "/runs/log-batch", "/runs/log-metric", "/runs/outputs", "/logged-models",
        "/model-versions/create"];

    private readonly TimeSpan _timeout;
    private readonly ResiliencePipeline<HttpResponseMessage> _always;
    private readonly ResiliencePipeline<HttpResponseMessage> _whenNotApplied;

    public RetryHandler(ServerConnection connection, TimeProvider clock, HttpMessageHandler inner)
        : base(inner)
    {
        _timeout = connection.Timeout;
        _always = Pipeline(connection, clock, static e => e.IsTransient);
        _whenNotApplied = Pipeline(connection, clock, static e => e is { IsTransient: true, MayHaveBeenApplied: false });
    }

    /// <summary>Retries of <see cref="MlflowException"/> after a growing pause with jitter, or the one that the server asks for.</summary>
    public static RetryStrategyOptions<T> Retries<T>(int attempts, TimeSpan first, TimeSpan longest, Func<MlflowException, bool> again) =>
        new()
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is MlflowException e && again(e)),
            MaxRetryAttempts = attempts,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = first,
            MaxDelay = longest,
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Exception is MlflowException { RetryAfter: { } pause }
                ? TimeSpan.FromTicks(Math.Clamp(pause.Ticks, 0, longest.Ticks))
                : (TimeSpan?)null),
        };

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var doubles = request.Method == HttpMethod.Post && Doubling.Any(path =>
            request.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.Ordinal));
        return (doubles ? _whenNotApplied : _always).ExecuteAsync(
            static async (state, token) => await state.Handler.AttemptAsync(state.Request, token), (Handler: this, Request: request),
                cancellationToken).AsTask();
    }

    private static ResiliencePipeline<HttpResponseMessage> Pipeline(ServerConnection connection, TimeProvider clock, Func<MlflowException,
        bool> again)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock };
        if (connection.MaxRetries > 0)
            builder.AddRetry(Retries<HttpResponseMessage>(connection.MaxRetries, connection.Backoff, LongestPause, again));
        return builder.Build();
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_timeout);
        if (request.Content is FileContent file)
            file.OnProgress = () => patience.CancelAfter(_timeout);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, patience.Token);
            if (!response.IsSuccessStatusCode || !request.Options.TryGetValue(Streams, out _))
                await response.Content.LoadIntoBufferAsync(patience.Token);
            if (!IsBusy(response.StatusCode))
                return response;
            throw MlflowException.Busy(request, response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation),
                RetryAfter(response));
        }
        catch (Exception e)
        {
            response?.Dispose();
            if (e is not (HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException))
                throw;
            cancellation.ThrowIfCancellationRequested();
            throw e is HttpRequestException { InnerException: AuthenticationException tls }
                ? MlflowException.Untrusted(request, Innermost(tls), tls)
                : MlflowException.Unreachable(
                    request, e is HttpRequestException or IOException ? Innermost(e) : $"no answer within {_timeout.TotalSeconds:0.#} s",
                    mayHaveBeenApplied: !NeverArrived(e), e);
        }
    }

    private static bool IsBusy(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests
        || (status >= HttpStatusCode.InternalServerError && status != HttpStatusCode.NotImplemented);

    private static bool NeverArrived(Exception e) =>
        e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError }
        || e is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable } };

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } now => date - now,
        _ => null,
    };

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e.Message.TrimEnd('.');
    }
}
