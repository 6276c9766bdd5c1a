using System.Text.Json.Nodes;

namespace Auscult.Notebook.Protocol;

/// <summary>A message of Jupyter's messaging protocol, version 5.3.</summary>
public sealed record JupyterMessage
{
    /// <summary>The protocol's version.</summary>
    public const string ProtocolVersion = "5.3";

    /// <summary>Routing frames before the delimiter: who asked, or the topic of an output.</summary>
    public IReadOnlyList<byte[]> Identities { get; init; } = [];

    /// <summary>Type, id, session, user, time and protocol version.</summary>
    public required JsonObject Header { get; init; }

    /// <summary>Header of the request that this message answers; empty for a message of its own.</summary>
    public JsonObject Parent { get; init; } = [];

    /// <summary>Metadata; mostly empty.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>What the message says; its shape follows from the type.</summary>
    public required JsonObject Content { get; init; }

    /// <summary><c>msg_type</c> of the header.</summary>
    public string Type => Header["msg_type"]!.GetValue<string>();

    /// <summary>A new message of this session.</summary>
    /// <param name="type">Its type, e.g. <c>execute_reply</c>.</param>
    /// <param name="session">Id of the sending session.</param>
    /// <param name="now">Time of sending.</param>
    /// <param name="content">What it says.</param>
    /// <param name="parent">Header of the request, or null.</param>
    /// <param name="identities">Where it goes.</param>
    public static JupyterMessage Create(
        string type, string session, DateTimeOffset now, JsonObject content, JsonObject? parent = null, IReadOnlyList<byte[]>? identities = null) => new()
        {
            Identities = identities ?? [],
            Header = new JsonObject
            {
                ["msg_id"] = Guid.NewGuid().ToString("N"),
                ["session"] = session,
                ["username"] = "kernel",
                ["date"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
                ["msg_type"] = type,
                ["version"] = ProtocolVersion,
            },
            Parent = parent ?? [],
            Content = content,
        };
}
