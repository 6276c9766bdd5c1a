using System.Text;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>Compares byte sequences by content; dictionaries with it are searched by a span without making an array.</summary>
public sealed class ByteKeys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    /// <summary>The comparer.</summary>
    public static ByteKeys Comparer { get; } = new();

    /// <summary>Positions by UTF-8 name.</summary>
    public static Dictionary<byte[], int> Positions(IEnumerable<string> names)
    {
        var positions = new Dictionary<byte[], int>(Comparer);
        foreach (var name in names)
            positions.TryAdd(Encoding.UTF8.GetBytes(name), positions.Count);
        return positions;
    }

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }
}
