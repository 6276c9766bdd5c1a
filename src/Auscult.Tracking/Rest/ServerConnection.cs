using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Auscult.Foundation;

namespace Auscult.Tracking.Rest;

/// <summary>
/// Where a tracking server is and how to speak to it: MLflow's own environment variables (mlflow/environment_variables.py). Proxies are
/// .NET's: <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c>, <c>ALL_PROXY</c>, <c>NO_PROXY</c>.
/// </summary>
public sealed record ServerConnection
{
    internal const string UriVariable = "MLFLOW_TRACKING_URI";
    private readonly AuthenticationHeaderValue? _authorization;

    private ServerConnection(Uri address, AuthenticationHeaderValue? authorization) => (Address, _authorization) = (address, authorization);

    /// <summary>The server, without user and password, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>Accept any certificate (<c>MLFLOW_TRACKING_INSECURE_TLS</c>). Default false.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>File or folder of authorities to trust instead of the system's (<c>MLFLOW_TRACKING_SERVER_CERT_PATH</c>).</summary>
    public string? ServerCertPath { get; init; }

    /// <summary>PEM file with our certificate and key (<c>MLFLOW_TRACKING_CLIENT_CERT_PATH</c>).</summary>
    public string? ClientCertPath { get; init; }

    /// <summary>How long a request may stand still (<c>MLFLOW_HTTP_REQUEST_TIMEOUT</c>). Default 120 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a request is repeated (<c>MLFLOW_HTTP_REQUEST_MAX_RETRIES</c>). Default 7.</summary>
    public int MaxRetries { get; init; } = 7;

    /// <summary>The first pause, doubled each time, with jitter (<c>MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR</c>). Default 2 s.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Files from this size go in parts (<c>MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE</c>). Default 500 MiB.</summary>
    public long MultipartMinimum { get; init; } = 500L << 20;

    /// <summary>Size of a part (<c>MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE</c>). Default 10 MiB.</summary>
    public long MultipartChunk { get; init; } = 10L << 20;

    /// <summary>Whether large files go in parts where the server can (<c>MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD</c>). Default true.</summary>
    public bool Multipart { get; init; } = true;

    /// <summary>The header that logs in.</summary>
    internal AuthenticationHeaderValue? Authorization => _authorization;

    /// <summary>What the environment says.</summary>
    /// <param name="uri">The server; null: <c>MLFLOW_TRACKING_URI</c>.</param>
    /// <param name="environment">Looks up a variable.</param>
    /// <exception cref="InputException">There is no address, or a variable cannot be read. The message never holds a secret.</exception>
    public static ServerConnection From(string? uri, Func<string, string?> environment)
    {
        var address = Parse(uri is { Length: > 0 } ? uri : environment(UriVariable));
        var insecure = environment("MLFLOW_TRACKING_INSECURE_TLS")?.Trim().ToLowerInvariant() is "true" or "1";
        var authorities = NonEmpty(environment("MLFLOW_TRACKING_SERVER_CERT_PATH"));
        if (insecure && authorities is not null)
            throw new InputException("MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH exclude each other",
                remedy: "set one of them");
        return new ServerConnection(new UriBuilder(address)
        {
            UserName = "", Password = "",
            Path = address.AbsolutePath.TrimEnd('/') + "/", Query = "", Fragment = ""
        }.Uri, LogIn(address, environment))
        {
            InsecureTls = insecure,
            ServerCertPath = authorities,
            ClientCertPath = NonEmpty(environment("MLFLOW_TRACKING_CLIENT_CERT_PATH")),
            Timeout = TimeSpan.FromSeconds(Number("MLFLOW_HTTP_REQUEST_TIMEOUT", 120)),
            MaxRetries = (int)Number("MLFLOW_HTTP_REQUEST_MAX_RETRIES", 7),
            Backoff = TimeSpan.FromSeconds(Number("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", 2)),
            MultipartMinimum = (long)Number("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", 500L << 20),
            MultipartChunk = Math.Max(1, (long)Number("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", 10L << 20)),
            Multipart = environment("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD")?.Trim().ToLowerInvariant() is not ("false" or "0"),
        };

        double Number(string name, double standard) => environment(name) is not { Length: > 0 } text ? standard
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number
            : throw new InputException($"{name} is no number from 0", remedy: "mend or unset it");
    }

    /// <summary>Address and switches; never what logs in.</summary>
    public override string ToString() => Address.ToString();

    private static Uri Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new InputException("no tracking server is named",
                remedy: $"set tracker.uri, --server or {UriVariable} to its address, such as http://host:5000");
        // What is no address may still hold a password: it is not shown.
        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new InputException("the tracking server's address is no http or https address", remedy: "write it as http://host:5000");
    }

    // The order of MLflow's client (mlflow/utils/rest_utils.py): user and password when both are set, else the token; what the address
    // holds is last.
    private static AuthenticationHeaderValue? LogIn(Uri address, Func<string, string?> environment)
    {
        if (environment("MLFLOW_TRACKING_USERNAME") is { Length: > 0 } user
            && environment("MLFLOW_TRACKING_PASSWORD") is { Length: > 0 } password)
            return Basic($"{user}:{password}");
        if (environment("MLFLOW_TRACKING_TOKEN") is { Length: > 0 } token)
            return new AuthenticationHeaderValue("Bearer", token.Trim());
        return address.UserInfo.Length > 0 ? Basic(string.Join(':', address.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString))) : null;
    }

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
