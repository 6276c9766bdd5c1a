using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;

namespace Auscult.Telemetry.Loading.Text;

/// <summary>Reads a whole file of JSON, compressed or not.</summary>
internal static class JsonText
{
    /// <summary>A whole file larger than this is not read into memory: 1 GiB.</summary>
    private const long MaxBytes = 1L << 30;

    /// <exception cref="InputException">It is missing, truncated or not JSON; names the line.</exception>
    public static JsonDocument Parse(string path, ImportContext context)
    {
        using var stream = Open(path);
        using var memory = new MemoryStream();
        try
        {
            var block = new byte[1 << 16];
            while (stream.Read(block) is > 0 and var read)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                if (memory.Length + read > MaxBytes)
                    throw new InputException("is larger than 1 GiB", path);
                memory.Write(block, 0, read);
            }
            var bytes = memory.GetBuffer().AsMemory(0, (int)memory.Length);
            return JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (InvalidDataException e)
        {
            throw new InputException("the file is damaged or truncated", path, remedy: "copy it again from its source", inner: e);
        }
        catch (JsonException e)
        {
            throw new InputException("not valid JSON", path, e.LineNumber + 1, (e.BytePositionInLine + 1)?.ToString(), "copy it again from its source", e);
        }
    }

    private static Stream Open(string path)
    {
        try
        {
            return GzipReader.Open(File.OpenRead(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({e.Message.TrimEnd('.')})", path, inner: e);
        }
    }
}
