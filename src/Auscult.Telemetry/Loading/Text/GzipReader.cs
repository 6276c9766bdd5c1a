using System.IO.Compression;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>Opens text that may be compressed, and notices when the compressed file ends too early.</summary>
/// <remarks>
/// By default <see cref="GZipStream"/> takes a truncated file for one that ends there. The runtime's strict validation makes it an
/// <see cref="InvalidDataException"/>, after everything before was given. It is switched on in the programs' runtime configuration
/// (Directory.Build.props) and here, for programs of others that use this library; the switch counts when compression is first used.
/// </remarks>
public static class GzipReader
{
    static GzipReader() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", isEnabled: true);

    /// <summary>Decompresses a stream that begins like gzip, of one member or several; gives any other back as it is.</summary>
    /// <param name="stream">A seekable stream, disposed with what is returned; others are given back.</param>
    public static Stream Open(Stream stream)
    {
        if (!stream.CanSeek)
            return stream;
        Span<byte> magic = stackalloc byte[2];
        var start = stream.Position;
        var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = start;
        return read == 2 && magic is [0x1f, 0x8b] ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
