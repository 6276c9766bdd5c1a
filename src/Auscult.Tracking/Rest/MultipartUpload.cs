using System.Net;
using Auscult.Tracking.Messages;

namespace Auscult.Tracking.Rest;

/// <summary>
/// The upload of a large file in parts (mlflow/store/artifact/http_artifact_repo.py). The server names an address for each part, often at
/// an object
/// store: what logs in at the server is never sent there.
/// </summary>
internal sealed class MultipartUpload : IDisposable
{
    private const string Unsupported = "Multipart upload is not supported";
    private readonly IMlflowApi _api;
    private readonly ServerConnection _connection;
    private readonly HttpClient _plain;

    public MultipartUpload(IMlflowApi api, ServerConnection connection)
    {
        (_api, _connection) = (api, connection);
        _plain = new HttpClient(new RetryHandler(connection, TimeProvider.System,
            new SocketsHttpHandler { SslOptions = Tls.Options(connection) }))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Sends a file in parts; false when the server does not take parts.</summary>
    public async Task<bool> TryAsync(string path, string file, CancellationToken cancellation)
    {
        var length = new System.IO.FileInfo(file).Length;
        var chunk = _connection.MultipartChunk;
        var name = Path.GetFileName(path);
        var folder = path[..^(name.Length + 1)];
        CreateMultipartUploadAnswer upload;
        try
        {
            upload = await _api.CreateMultipartUpload(folder, new CreateMultipartUpload(name, (length + chunk - 1) / chunk), cancellation);
        }
        catch (MlflowException e) when (e.Status == HttpStatusCode.NotImplemented
            || e.Message.Contains(Unsupported, StringComparison.Ordinal))
        {
            return false;
        }
        try
        {
            var parts = new List<UploadedPart>();
            foreach (var address in (upload.Credentials ?? []).OrderBy(part => part.PartNumber))
                parts.Add(await SendAsync(address, file, (address.PartNumber - 1) * chunk,
                    Math.Min(chunk, length - ((address.PartNumber - 1) * chunk)), cancellation));
            await _api.CompleteMultipartUpload(folder, new EndMultipartUpload(name, upload.UploadId, parts), cancellation);
            return true;
        }
        catch (Exception e) when (e is MlflowException or OperationCanceledException)
        {
            await AbortAsync(folder, new EndMultipartUpload(name, upload.UploadId));
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _plain.Dispose();

    private async Task<UploadedPart> SendAsync(PartAddress address, string file, long start, long length, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address.Url) { Content = new FileContent(file, start, length) };
        foreach (var (key, value) in address.Headers ?? new Dictionary<string, string>())
        {
            if (!request.Headers.TryAddWithoutValidation(key, value))
                request.Content.Headers.TryAddWithoutValidation(key, value);
        }
        using var response = await _plain.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode)
            throw MlflowException.Refused(request, response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
        return new UploadedPart(address.PartNumber, response.Headers.ETag?.Tag ?? "", address.Url);
    }

    private async Task AbortAsync(string folder, EndMultipartUpload upload)
    {
        try
        {
            await _api.AbortMultipartUpload(folder, upload, CancellationToken.None);
        }
        catch (MlflowException)
        {
            // The first error is the one to tell; the server drops parts that nobody completes.
            return;
        }
    }
}
