using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>The JSON part of a frame file.</summary>
internal sealed record FrameHeader(
    string Key, IReadOnlyList<Entity> Entities, IReadOnlyList<Signal> Signals, IReadOnlyList<FrameSegment> Segments, long StepTicks,
    IReadOnlyList<PeerGroup> PeerGroups, FusionReport Report, FrameHistory? History)
{
    [JsonIgnore]
    public FrameSchema Schema => new(Entities, Signals, Segments, TimeSpan.FromTicks(StepTicks)) { PeerGroups = PeerGroups };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FrameJson.Default.FrameHeader);
}

/// <summary>Reads the JSON of a frame file without its values.</summary>
internal static class FrameFileHeader
{
    /// <summary>Null when the file is none, or damaged, or of another version.</summary>
    public static FrameHeader? Read(string path)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[FramePreamble.Size];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length
            || FramePreamble.Read(start) is not { } preamble || preamble.FileLength != stream.Length)
            return null;
        var json = new byte[preamble.JsonLength];
        stream.Position = FramePreamble.PayloadOffset + preamble.PayloadLength;
        stream.ReadExactly(json);
        return FramePreamble.Checksum(json) == preamble.JsonChecksum
            ? JsonSerializer.Deserialize(json, FrameJson.Default.FrameHeader)
            : null;
    }
}

/// <summary>
/// The first bytes of a frame file, little-endian: magic, format version, length of the JSON, length of the payload, CRC-32C of the payload,
/// CRC-32C of the JSON. The payload begins at <see cref="PayloadOffset"/>, the JSON follows it. See docs/guide/frames.md.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe record struct FramePreamble(long PayloadLength, int JsonLength, uint PayloadChecksum, uint JsonChecksum)
{
    /// <summary>Bytes that carry something; zeros follow up to <see cref="PayloadOffset"/>.</summary>
    public const int Size = 32;

    /// <summary>One page, so that values are aligned for any vector and any mapping.</summary>
    public const int PayloadOffset = 4096;

    public const int CurrentVersion = 2;

    /// <summary>Bytes of a whole file.</summary>
    public long FileLength => PayloadOffset + PayloadLength + JsonLength;

    private static ReadOnlySpan<byte> Magic => "AUSFRAME"u8;

    public byte[] ToBytes()
    {
        var target = new byte[Size];
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(8), CurrentVersion);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(12), JsonLength);
        BinaryPrimitives.WriteInt64LittleEndian(target.AsSpan(16), PayloadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(target.AsSpan(24), PayloadChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(target.AsSpan(28), JsonChecksum);
        return target;
    }

    /// <summary>Null when the bytes are no frame file of this version.</summary>
    public static FramePreamble? Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < Size || !source.StartsWith(Magic) || BinaryPrimitives.ReadInt32LittleEndian(source[8..]) != CurrentVersion)
            return null;
        var preamble = new FramePreamble(
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]), BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[24..]), BinaryPrimitives.ReadUInt32LittleEndian(source[28..]));
        return preamble is { PayloadLength: >= 0, JsonLength: > 0 } ? preamble : null;
    }

    /// <inheritdoc cref="Checksum(byte*, long)"/>
    public static uint Checksum(byte[] bytes)
    {
        fixed (byte* first = bytes)
            return Checksum(first, bytes.Length);
    }

    /// <summary>CRC-32C (Castagnoli; initial value 0, no final inversion) of any number of bytes.</summary>
    public static uint Checksum(byte* bytes, long length)
    {
        const int AtOnce = 1 << 30;
        uint checksum = 0;
        for (long first = 0; first < length; first += AtOnce)
        {
            var part = new ReadOnlySpan<byte>(bytes + first, (int)Math.Min(AtOnce, length - first));
            var words = MemoryMarshal.Cast<byte, ulong>(part);
            foreach (var word in words)
                checksum = BitOperations.Crc32C(checksum, word);
            foreach (var rest in part[(words.Length * sizeof(ulong))..])
                checksum = BitOperations.Crc32C(checksum, rest);
        }
        return checksum;
    }
}

/// <summary>JSON of frame files and of what a frame is keyed by: snake case, enumerations as words.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FrameHeader))]
[JsonSerializable(typeof(FusionConfig))]
internal sealed partial class FrameJson : JsonSerializerContext;
