using System.Net;
using System.Net.Http.Headers;
using Auscult.Foundation;

namespace Auscult.Telemetry.Loading.ObjectStorage;

/// <summary>How a remote object is read.</summary>
public sealed record RangeReaderConfig
{
    /// <summary>Longest time one request may take, body included. Default 30 s.</summary>
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>How often a block is asked for before the read fails. Default 6.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>Pause before the second attempt; every further one waits twice as long, ten seconds at most. Default 0.2 s.</summary>
    public double BackoffSeconds { get; init; } = 0.2;

    /// <summary>Largest block of one request. Default 4 MiB.</summary>
    public int BlockBytes { get; init; } = 4 << 20;
}

/// <summary>
/// Reads byte ranges of one HTTP object (RFC 9110, section 14): any static file server or object store that honours <c>Range</c>. Failed
/// and slow requests are repeated; an object that was replaced in the meantime is noticed by its entity tag.
/// </summary>
/// <remarks>Several threads may read at once.</remarks>
public sealed class RangeReader : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly Uri _address;
    private readonly RangeReaderConfig _config;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private EntityTagHeaderValue? _tag;
    private int _retries;

    /// <param name="address">An absolute http or https address.</param>
    /// <param name="config">Time-outs and retries.</param>
    /// <param name="clock">Measures the pauses between attempts.</param>
    /// <exception cref="InputException">The address is none.</exception>
    public RangeReader(string address, RangeReaderConfig config, TimeProvider clock)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new InputException("not an http or https address", address);
        (_address, _config, _clock) = (uri, config, clock);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(10, config.TimeoutSeconds)),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(config.TimeoutSeconds) };
    }

    /// <summary>How many requests had to be repeated so far.</summary>
    public int Retries => Volatile.Read(ref _retries);

    /// <summary>Fills <paramref name="target"/> with the bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="InputException">The object is missing, forbidden, too short, or was replaced; or the server ignores ranges.</exception>
    /// <exception cref="IOException">The last attempt failed too.</exception>
    public void Read(long offset, Span<byte> target)
    {
        for (var done = 0; done < target.Length;)
        {
            var length = Math.Min(_config.BlockBytes, target.Length - done);
            ReadBlock(offset + done, target.Slice(done, length));
            done += length;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private void ReadBlock(long offset, Span<byte> target)
    {
        var pause = TimeSpan.FromSeconds(_config.BackoffSeconds);
        for (var attempt = 1; ; attempt++)
        {
            if (TryReadBlock(offset, target, out var problem))
                return;
            if (attempt >= _config.MaxAttempts)
                throw new IOException($"{_address}: {problem}, {attempt} times in a row");
            Interlocked.Increment(ref _retries);
            Task.Delay(pause, _clock).GetAwaiter().GetResult();
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>One request; false when it makes sense to repeat it.</summary>
    private bool TryReadBlock(long offset, Span<byte> target, out string problem)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        request.Headers.Range = new RangeHeaderValue(offset, offset + target.Length - 1);
        if (_tag is { IsWeak: false } tag)
            request.Headers.IfMatch.Add(tag);
        try
        {
            using var response = _client.Send(request, HttpCompletionOption.ResponseContentRead);
            problem = $"status {(int)response.StatusCode}";
            if (response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
                return false;
            Check(response, offset, target.Length);
            using var body = response.Content.ReadAsStream();
            body.ReadExactly(target);
            _tag ??= response.Headers.ETag;
            return true;
        }
        // A time-out that fires just as the body is complete disposes the response under our hands.
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            problem = e is OperationCanceledException or ObjectDisposedException ? $"no answer within {_config.TimeoutSeconds} s" : e.Message;
            return false;
        }
    }

    private void Check(HttpResponseMessage response, long offset, int length)
    {
        var (problem, remedy) = response.StatusCode switch
        {
            HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == offset => (null, null),
            HttpStatusCode.PartialContent => ("the server sent another range than asked for", "use a server that honours Range"),
            HttpStatusCode.OK => ("the server ignores Range and sends the whole object", "use a server that honours Range"),
            HttpStatusCode.RequestedRangeNotSatisfiable => ($"is shorter than {offset + length} bytes", "upload it again"),
            HttpStatusCode.PreconditionFailed => ("was replaced while it was being read", "start again"),
            var status => ($"the server answers {(int)status} {response.ReasonPhrase}", "check the address and who may read it"),
        };
        if (problem is not null)
            throw new InputException(problem, _address.ToString(), remedy: remedy);
        if (response.Content.Headers.ContentLength is { } sent && sent < length)
            throw new InputException($"is shorter than {offset + length} bytes", _address.ToString(), remedy: "upload it again");
    }
}
