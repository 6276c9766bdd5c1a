using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Auscult.Notebook.Protocol;

/// <summary>Turns messages into the frames that travel, and back. Foreign or damaged messages are refused with a reason.</summary>
/// <param name="signer">Signs and checks.</param>
public sealed class MessageCodec(MessageSigner signer)
{
    private const int SignedFrames = 4;
    // Outputs are full of angle brackets and quotation marks; JSON alone does not need them escaped.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();

    /// <summary>The frames: identities, delimiter, signature, header, parent header, metadata, content.</summary>
    public IReadOnlyList<byte[]> Encode(JupyterMessage message)
    {
        var (header, parent) = (Bytes(message.Header), Bytes(message.Parent));
        var (metadata, content) = (Bytes(message.Metadata), Bytes(message.Content));
        return [.. message.Identities, Delimiter, signer.Sign(header, parent, metadata, content), header, parent, metadata, content];
    }

    /// <summary>The message in the frames.</summary>
    /// <exception cref="FormatException">A frame is missing, the signature is wrong, or the text is not JSON.</exception>
    public JupyterMessage Decode(IReadOnlyList<byte[]> frames)
    {
        var delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].AsSpan().SequenceEqual(Delimiter))
            delimiter++;
        if (frames.Count < delimiter + 2 + SignedFrames)
            throw new FormatException("a message without delimiter, signature and four parts");
        var (signature, first) = (frames[delimiter + 1], delimiter + 2);
        if (!signer.Accepts(signature, frames[first], frames[first + 1], frames[first + 2], frames[first + 3]))
            throw new FormatException("a message with a wrong signature");
        var message = new JupyterMessage
        {
            Identities = [.. frames.Take(delimiter)],
            Header = Object(frames[first]),
            Parent = Object(frames[first + 1]),
            Metadata = Object(frames[first + 2]),
            Content = Object(frames[first + 3]),
        };
        return message.Header["msg_type"] is JsonValue type && type.TryGetValue<string>(out _)
            ? message
            : throw new FormatException("a message without a type");
    }

    private static byte[] Bytes(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString(Plain));

    private static JsonObject Object(byte[] text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new FormatException("a message part that is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new FormatException("a message part that is not JSON", e);
        }
    }
}
