using System.Text.Json;
using Auscult.Foundation;
using Auscult.Tracking.Messages;
using FileInfo = Auscult.Tracking.Messages.FileInfo;

namespace Auscult.Tracking.Rest;

/// <summary>
/// Files of runs and models through the server's artifact proxy (<c>mlflow-artifacts:</c>), or in a folder that this machine sees
/// (<c>file:</c>). Files are streamed both ways; large ones go up in parts where the server can.
/// </summary>
public sealed class ArtifactRepository : IDisposable
{
    private const string Proxy = "api/2.0/mlflow-artifacts/artifacts";
    private const int BufferBytes = 1 << 17;
    private readonly HttpClient _http;
    private readonly ServerConnection _connection;
    private readonly MultipartUpload _multipart;

    internal ArtifactRepository(HttpClient http, IMlflowApi api, ServerConnection connection)
    {
        (_http, _connection) = (http, connection);
        _multipart = new MultipartUpload(api, connection);
    }

    /// <summary>Sends a file.</summary>
    /// <param name="root">Where the run's or model's artifacts are, as the server says.</param>
    /// <param name="path">Path within it.</param>
    /// <param name="file">What to send; an artifact of the same path is replaced.</param>
    /// <param name="cancellation">Ends the sending.</param>
    /// <exception cref="MlflowException">The server refuses, cannot be asked, or keeps its artifacts where only other clients reach
    /// them.</exception>
    public async Task UploadAsync(string root, string path, string file, CancellationToken cancellation = default)
    {
        if (LocalFolder(root) is { } folder)
        {
            AtomicFile.Write(Path.Combine(folder, path), stream =>
            {
                using var source = File.OpenRead(file);
                source.CopyTo(stream);
            });
            return;
        }
        var target = $"{ProxyPath(root)}/{path}";
        if (_connection.Multipart && new System.IO.FileInfo(file).Length >= _connection.MultipartMinimum
            && await _multipart.TryAsync(target, file, cancellation))
            return;
        using var request = new HttpRequestMessage(HttpMethod.Put,
            $"{Proxy}/{RestCall.EscapePath(target)}")
        { Content = new FileContent(file) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await ThrowIfRefused(request, response);
    }

    /// <summary>Fetches a file, whole or not at all.</summary>
    public async Task DownloadAsync(string root, string path, string file, CancellationToken cancellation = default)
    {
        if (LocalFolder(root) is { } folder)
        {
            File.Copy(Path.Combine(folder, path), file, overwrite: true);
            return;
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Proxy}/{RestCall.EscapePath($"{ProxyPath(root)}/{path}")}");
        request.Options.Set(RetryHandler.Streams, true);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await ThrowIfRefused(request, response);
        using var replacement = new AtomicFile.Replacement(file);
        await using (var target = new FileStream(replacement.TemporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None,
            BufferBytes))
            await CopyAsync(request, response, target, cancellation);
        replacement.Commit();
    }

    /// <summary>Files and folders in a folder of the artifacts; paths are relative to <paramref name="root"/>.</summary>
    public async Task<IReadOnlyList<FileInfo>> ListAsync(string root, string? path = null, CancellationToken cancellation = default)
    {
        if (LocalFolder(root) is { } folder)
            return ListFolder(Path.Combine(folder, path ?? ""), folder);
        var inside = path is null ? ProxyPath(root) : $"{ProxyPath(root)}/{path}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Proxy}?path={Uri.EscapeDataString(inside)}");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await ThrowIfRefused(request, response);
        var answer = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation),
            MlflowJson.Default.ListArtifactsAnswer);
        return [.. (answer?.Files ?? []).Select(file => path is null ? file : file with { Path = $"{path}/{file.Path}" })];
    }

    /// <inheritdoc/>
    public void Dispose() => _multipart.Dispose();

    private static FileInfo[] ListFolder(string folder, string root) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry =>
            new FileInfo(Path.GetRelativePath(root, entry.FullName),
                entry is DirectoryInfo) { FileSize = (entry as System.IO.FileInfo)?.Length })]
        : [];

    private static string? LocalFolder(string root) => root.StartsWith('/') ? root
        : Uri.TryCreate(root, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath : null;

    // mlflow-artifacts:/0/RUN/artifacts, mlflow-artifacts://host:port/0/RUN/artifacts,
    // http://host:port/api/2.0/mlflow-artifacts/artifacts/0/RUN/artifacts
    private static string ProxyPath(string root)
    {
        if (Uri.TryCreate(root, UriKind.Absolute, out var uri))
        {
            if (uri.Scheme == "mlflow-artifacts")
                return Uri.UnescapeDataString(uri.AbsolutePath).Trim('/');
            if (uri.Scheme is "http" or "https" && uri.AbsolutePath.Split($"/{Proxy}/", 2) is [_, var path])
                return Uri.UnescapeDataString(path).Trim('/');
        }
        throw new MlflowException($"the server keeps artifacts at {uri?.Scheme ?? "an unknown place"}:, which only its artifact proxy reaches; start it with --serve-artifacts");
    }

    private static async Task ThrowIfRefused(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            throw MlflowException.Refused(request, response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    private async Task CopyAsync(HttpRequestMessage request, HttpResponseMessage response, Stream target, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var source = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[BufferBytes];
        while (await ReadAsync(source, buffer, request, patience, cancellation) is > 0 and var read)
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
    }

    // Only what the connection does is the server's fault; a disk that is full is not.
    private async Task<int> ReadAsync(
        Stream source, byte[] buffer, HttpRequestMessage request, CancellationTokenSource patience, CancellationToken cancellation)
    {
        try
        {
            patience.CancelAfter(_connection.Timeout);
            return await source.ReadAsync(buffer, patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw MlflowException.Unreachable(request, "the file did not come whole", mayHaveBeenApplied: false, e);
        }
    }
}
