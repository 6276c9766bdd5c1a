using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Auscult.Foundation;
using Polly;
using Polly.Retry;

namespace Auscult.Telemetry.Loading.Http;

/// <summary>
/// Gets whole answers of an HTTP server. A server that is down, slow, busy (408, 425, 429, 5xx) or gives half an answer is asked again
/// after a growing pause; any other refusal is an error at once.
/// </summary>
/// <remarks>Several threads may ask at once.</remarks>
internal sealed class HttpFetcher : IDisposable
{
    private const int MaxShownBytes = 300;
    private readonly HttpFetcherConfig _config;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline _retries;
    private int _repeated;

    /// <param name="config">Time-outs and retries.</param>
    /// <param name="clock">Measures the pauses.</param>
    /// <param name="credentials">Sent with every request; null: none.</param>
    public HttpFetcher(HttpFetcherConfig config, TimeProvider clock, AuthenticationHeaderValue? credentials = null)
    {
        _config = config;
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(10, config.TimeoutSeconds)),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(config.TimeoutSeconds) };
        _client.DefaultRequestHeaders.Authorization = credentials;
        _client.DefaultRequestHeaders.Add("Accept", config.Accept);
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = clock };
        if (config.MaxAttempts > 1)
            pipeline.AddRetry(Retries());
        _retries = pipeline.Build();
    }

    /// <summary>How many requests had to be repeated so far.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>The body of an answer.</summary>
    /// <param name="address">What to get.</param>
    /// <param name="check">Throws <see cref="InvalidDataException"/> when a body is not whole; it is then asked for again.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InputException">The server refused, or the last attempt failed too.</exception>
    public byte[] Get(Uri address, Action<byte[]>? check = null, CancellationToken cancellation = default)
    {
        try
        {
            return _retries.Execute(token => Attempt(address, check, token), cancellation);
        }
        catch (PassingFault fault)
        {
            var times = _config.MaxAttempts > 1 ? $", {_config.MaxAttempts} times in a row" : "";
            throw new InputException(
                $"{fault.Message}{times}", Show(address), remedy: "check the address and the server, then run it again", inner: fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>An address as messages show it, without what stands after the question mark.</summary>
    public static string Show(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>An address of the configuration.</summary>
    /// <exception cref="InputException">It is none, or holds a password.</exception>
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new InputException("not an http or https address", text, remedy: "write it as http://host:9090");
        return address.UserInfo.Length == 0
            ? address
            : throw new InputException(
                "the address holds a user or password", Show(address), remedy: $"leave it out and {HttpCredentials.Remedy}");
    }

    /// <summary>Whether a text is meant as an address.</summary>
    public static bool IsAddress(string text) => text.TrimStart() is var start
        && (start.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    private RetryStrategyOptions Retries() => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<PassingFault>(),
        MaxRetryAttempts = _config.MaxAttempts - 1,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(_config.BackoffSeconds),
        MaxDelay = TimeSpan.FromSeconds(_config.MaxBackoffSeconds),
        DelayGenerator = arguments => ValueTask.FromResult(
            arguments.Outcome.Exception is PassingFault { RetryAfter: { } pause }
                ? TimeSpan.FromSeconds(Math.Clamp(pause.TotalSeconds, 0, _config.MaxBackoffSeconds))
                : (TimeSpan?)null),
        OnRetry = _ =>
        {
            Interlocked.Increment(ref _repeated);
            return default;
        },
    };

    private byte[] Attempt(Uri address, Action<byte[]>? check, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = _client.Send(request, HttpCompletionOption.ResponseContentRead, cancellation);
            using var body = new MemoryStream();
            response.Content.ReadAsStream(cancellation).CopyTo(body);
            if (!response.IsSuccessStatusCode)
                throw Refusal(address, response, body.ToArray());
            var bytes = body.ToArray();
            check?.Invoke(bytes);
            return bytes;
        }
        catch (InvalidDataException e)
        {
            throw new PassingFault($"half an answer ({e.Message.TrimEnd('.')})", e);
        }
        // A time-out that fires just as the body is complete disposes the response under our hands.
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new PassingFault(
                e is OperationCanceledException or ObjectDisposedException ? $"no whole answer within {_config.TimeoutSeconds} s"
                    : Innermost(e), e);
        }
    }

    private static Exception Refusal(Uri address, HttpResponseMessage response, byte[] body)
    {
        var said = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(MaxShownBytes, body.Length))).ReplaceLineEndings(" ").Trim();
        var problem = said.Length > 0 ? $"status {(int)response.StatusCode}: {said}" : $"status {(int)response.StatusCode}";
        return response.StatusCode switch
        {
            HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests
                or >= HttpStatusCode.InternalServerError =>
                new PassingFault(problem) { RetryAfter = response.Headers.RetryAfter?.Delta },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new InputException(problem, Show(address), remedy: HttpCredentials.Remedy),
            _ => new InputException(problem, Show(address)),
        };
    }

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e.Message.TrimEnd('.');
    }

    /// <summary>A fault that may be gone at the next attempt.</summary>
    private sealed class PassingFault(string message, Exception? inner = null) : Exception(message, inner)
    {
        public TimeSpan? RetryAfter { get; init; }
    }
}
