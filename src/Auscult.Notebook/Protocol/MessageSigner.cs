using System.Security.Cryptography;
using System.Text;

namespace Auscult.Notebook.Protocol;

/// <summary>Signs messages with HMAC-SHA256 over header, parent header, metadata and content, in that order, as lower-case hexadecimal text.</summary>
/// <param name="key">The connection's key; empty: nothing is signed and every signature is accepted.</param>
public sealed class MessageSigner(string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The signature of four frames, as ASCII.</summary>
    public byte[] Sign(ReadOnlySpan<byte> header, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> content)
    {
        if (_key.Length == 0)
            return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(header);
        hash.AppendData(parent);
        hash.AppendData(metadata);
        hash.AppendData(content);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whether the signature belongs to the frames; takes the same time wherever they differ.</summary>
    public bool Accepts(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> header, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> content) =>
        _key.Length == 0 || CryptographicOperations.FixedTimeEquals(signature, Sign(header, parent, metadata, content));
}
