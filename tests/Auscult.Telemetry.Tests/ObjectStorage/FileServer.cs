using System.Net;

namespace Auscult.Telemetry.Tests.ObjectStorage;

/// <summary>What a <see cref="FileServer"/> does with one request.</summary>
internal enum Answer
{
    Serve,
    ServeWhole,
    Fail,
    CutOff,
    Hang,
    NotFound,
}

/// <summary>A static file server on the loopback that honours ranges and entity tags, and misbehaves when told.</summary>
internal sealed class FileServer : LoopbackServer
{
    public FileServer(byte[] content) => Content = content;

    public string Address => $"{Root}/object";

    public byte[] Content { get; set; }

    public string Tag { get; set; } = "\"one\"";

    /// <summary>Decides by the number of the request, counted from 1.</summary>
    public Func<int, Answer> Behaviour { get; set; } = _ => Answer.Serve;

    protected override async Task AnswerAsync(HttpListenerContext context, int number)
    {
        var response = context.Response;
        try
        {
            switch (Behaviour(number + 1))
            {
                case Answer.NotFound:
                    response.StatusCode = 404;
                    break;
                case Answer.Fail:
                    response.StatusCode = 503;
                    break;
                case Answer.Hang:
                    await Task.Delay(Timeout.Infinite, Stopping);
                    break;
                case Answer.CutOff:
                    response.StatusCode = 206;
                    response.ContentLength64 = 100;
                    response.OutputStream.Write(new byte[10]);
                    response.Abort();
                    return;
                case Answer.ServeWhole:
                    response.OutputStream.Write(Content);
                    break;
                default:
                    ServeRange(context.Request, response);
                    break;
            }
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // The client gave up, or the test is over.
            response.Abort();
        }
    }

    private void ServeRange(HttpListenerRequest request, HttpListenerResponse response)
    {
        response.AddHeader("ETag", Tag);
        if (request.Headers["If-Match"] is { } wanted && wanted != Tag)
        {
            response.StatusCode = 412;
            return;
        }
        var bounds = request.Headers["Range"]!["bytes=".Length..].Split('-').Select(int.Parse).ToArray();
        if (bounds[0] >= Content.Length)
        {
            response.StatusCode = 416;
            return;
        }
        var last = Math.Min(bounds[1], Content.Length - 1);
        response.StatusCode = 206;
        response.AddHeader("Content-Range", $"bytes {bounds[0]}-{last}/{Content.Length}");
        response.OutputStream.Write(Content.AsSpan(bounds[0], last - bounds[0] + 1));
    }
}
