using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;

namespace Auscult.Notebook.Protocol;

/// <summary>A connection file: where a kernel listens and how its messages are signed (Jupyter's messaging specification, "Connection files").</summary>
public sealed record ConnectionInfo
{
    private const string KnownScheme = "hmac-sha256";
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary><c>tcp</c> or <c>ipc</c>.</summary>
    public string Transport { get; init; } = "tcp";

    /// <summary>Address, or the path prefix of the sockets for <c>ipc</c>.</summary>
    [JsonRequired]
    public string Ip { get; init; } = "127.0.0.1";

    /// <summary>Port of requests; 0 takes a free one.</summary>
    [JsonRequired]
    public int ShellPort { get; init; }

    /// <summary>Port of requests that do not wait for a running cell.</summary>
    [JsonRequired]
    public int ControlPort { get; init; }

    /// <summary>Port of outputs.</summary>
    [JsonRequired]
    public int IopubPort { get; init; }

    /// <summary>Port of questions to the user.</summary>
    [JsonRequired]
    public int StdinPort { get; init; }

    /// <summary>Port of the heartbeat.</summary>
    [JsonRequired]
    public int HbPort { get; init; }

    /// <summary>Key of the signatures; empty: messages are not signed.</summary>
    public string Key { get; init; } = "";

    /// <summary>Always <c>hmac-sha256</c>.</summary>
    public string SignatureScheme { get; init; } = KnownScheme;

    /// <summary>Reads a connection file.</summary>
    /// <exception cref="InputException">The file is missing, is not a connection file, or asks for another signature.</exception>
    public static ConnectionInfo Read(string path)
    {
        ConnectionInfo connection;
        try
        {
            connection = JsonSerializer.Deserialize<ConnectionInfo>(File.ReadAllBytes(path), Json)
                ?? throw new InputException("holds null, not a connection", path);
        }
        catch (JsonException e)
        {
            throw new InputException("not a Jupyter connection file", path, e.LineNumber + 1, remedy: "Jupyter writes it when it starts a kernel", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read: {e.Message}", path, remedy: "Jupyter writes this file when it starts a kernel", inner: e);
        }
        if (!string.Equals(connection.SignatureScheme, KnownScheme, StringComparison.Ordinal))
            throw new InputException($"signature scheme '{connection.SignatureScheme}' is not supported; only {KnownScheme} is", path);
        if (connection.Transport is not ("tcp" or "ipc"))
            throw new InputException($"transport '{connection.Transport}' is not supported; only tcp and ipc are", path);
        foreach (var port in new[] { connection.ShellPort, connection.ControlPort, connection.IopubPort, connection.StdinPort, connection.HbPort })
        {
            if (port is < 0 or > 65535)
                throw new InputException($"{port} is not a port", path);
        }
        return connection;
    }

    /// <summary>The endpoint of one of the ports, as ZeroMQ writes it.</summary>
    public string Endpoint(int port) => string.Equals(Transport, "ipc", StringComparison.Ordinal)
        ? $"ipc://{Ip}-{port}"
        : $"tcp://{(Ip.Contains(':', StringComparison.Ordinal) ? $"[{Ip}]" : Ip)}:{(port == 0 ? "*" : port.ToString())}";
}
