using System.Net;
using System.Text;
using System.Text.Json;
using Auscult.Tracking.Messages;

namespace Auscult.Tracking.Rest;

/// <summary>A tracking server that refused or could not be asked. No message holds a password, a token, or what stands behind a question
/// mark.</summary>
public sealed class MlflowException : Exception
{
    private const int MaxShown = 500;

    internal MlflowException(string message, Exception? inner = null)
        : base(message.ReplaceLineEndings(" "), inner)
    {
    }

    /// <summary>MLflow's code, such as <c>RESOURCE_DOES_NOT_EXIST</c>; empty when the server gave none.</summary>
    public string ErrorCode { get; private init; } = "";

    /// <summary>The HTTP status; null when no answer came.</summary>
    public HttpStatusCode? Status { get; private init; }

    /// <summary>Whether the same request may succeed later: the server is down, slow, busy, or broke.</summary>
    public bool IsTransient { get; private init; }

    /// <summary>Whether the server may have done what it was asked although no good answer came.</summary>
    public bool MayHaveBeenApplied { get; private init; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Whether the thing asked for is not there.</summary>
    public bool IsMissing => ErrorCode is "RESOURCE_DOES_NOT_EXIST" or "NOT_FOUND";

    /// <summary>Whether the thing to be made is there already.</summary>
    public bool IsPresent => ErrorCode is "RESOURCE_ALREADY_EXISTS" or "ALREADY_EXISTS";

    internal static MlflowException Refused(HttpRequestMessage request, HttpStatusCode status, byte[] body)
    {
        var (code, said) = Parse(body);
        var remedy = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                "; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN",
            _ => "",
        };
        return new MlflowException($"{Show(request)}: status {(int)status}{(code.Length > 0 ? " " + code : "")}: {Secrets.Scrub(said, request)}{remedy}")
        {
            ErrorCode = code,
            Status = status,
        };
    }

    internal static MlflowException Busy(HttpRequestMessage request, HttpStatusCode status, byte[] body, TimeSpan? retryAfter) =>
        new($"{Show(request)}: status {(int)status}: {Secrets.Scrub(Parse(body).Message, request)}")
        {
            ErrorCode = Parse(body).Code,
            Status = status,
            IsTransient = true,
            // Too many requests is said instead of doing the work; a gateway's error may come after it.
            MayHaveBeenApplied = status != HttpStatusCode.TooManyRequests,
            RetryAfter = retryAfter,
        };

    internal static MlflowException Unreachable(HttpRequestMessage request, string problem, bool mayHaveBeenApplied, Exception inner) =>
        new($"{Show(request)}: {Secrets.Scrub(problem, request)}", inner) { IsTransient = true, MayHaveBeenApplied = mayHaveBeenApplied };

    internal static MlflowException Untrusted(HttpRequestMessage request, string problem, Exception inner) =>
        new($"{Show(request)}: {problem}; name the server's authority in MLFLOW_TRACKING_SERVER_CERT_PATH", inner) { IsTransient = true };

    internal static MlflowException NotYet(string problem) => new(problem) { IsTransient = true };

    internal static MlflowException NotJson(HttpRequestMessage request, Exception inner) =>
        new($"{Show(request)}: the answer is not MLflow's JSON; is it the address of a tracking server?",
            inner)
        { MayHaveBeenApplied = true };

    private static string Show(HttpRequestMessage request)
    {
        var address = request.RequestUri!;
        return address.IsAbsoluteUri
            ? $"{request.Method} {address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}"
            : $"{request.Method} {address.OriginalString.Split('?')[0]}";
    }

    private static (string Code, string Message) Parse(byte[] body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, MlflowJson.Default.ErrorAnswer) is { } error
                && (error.ErrorCode ?? error.Message) is not null)
                return (error.ErrorCode ?? "", Cut(error.Message ?? ""));
        }
        catch (JsonException)
        {
            // Gateways answer in HTML.
            return ("", Cut(Encoding.UTF8.GetString(body)));
        }
        return ("", Cut(Encoding.UTF8.GetString(body)));
    }

    private static string Cut(string text) => Names.Cut(text.Trim(), MaxShown);
}
