using System.Buffers.Binary;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;

namespace Auscult.Telemetry.Loading.TensorBoard;

/// <summary>
/// The framing of TensorFlow's record files: length (8 bytes, little endian), its checksum (4), the data, their checksum (4). Checksums are
/// CRC-32C, turned by 15 bits and increased by a constant.
/// </summary>
internal static class RecordFile
{
    /// <summary>Events with images may be large; a longer record is damage.</summary>
    public const long MaxRecordBytes = 1L << 30;

    /// <summary>Hands out every whole record; a record that ends with the file is left to a writer that is still at work.</summary>
    /// <param name="file">The file.</param>
    /// <param name="context">Damaged records; a note for a file that ends within one.</param>
    /// <param name="take">Takes the data of a record and its number, from 1.</param>
    /// <exception cref="InputException">A checksum is wrong, unless bad records are skipped.</exception>
    public static void Read(string file, ImportContext context, Action<byte[], int, long> take)
    {
        using var stream = new FileStream(
            file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        var head = new byte[12];
        var data = new byte[1 << 12];
        for (var number = 1L; ; number++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var place = stream.Position;
            var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (read == 0)
                return;
            if (read < head.Length)
            {
                NoteTail(file, place, context);
                return;
            }
            var length = BinaryPrimitives.ReadUInt64LittleEndian(head);
            if (Crc32C.Masked(head.AsSpan(0, 8)) != BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)) || length > MaxRecordBytes)
            {
                // Without a length the next record cannot be found.
                context.Bad.Report(Damage(file, number, place, "the checksum of its length is wrong, so nothing behind it can be read"));
                return;
            }
            if (data.Length < (int)length + 4)
                data = new byte[(int)length + 4];
            if (stream.ReadAtLeast(data.AsSpan(0, (int)length + 4), (int)length + 4, throwOnEndOfStream: false) < (int)length + 4)
            {
                NoteTail(file, place, context);
                return;
            }
            if (Crc32C.Masked(data.AsSpan(0, (int)length)) != BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)length)))
                context.Bad.Report(Damage(file, number, place, "its checksum is wrong"));
            else
                take(data, (int)length, number);
        }
    }

    private static void NoteTail(string file, long place, ImportContext context) =>
        context.Note($"{Path.GetFileName(file)}: ends within a record at byte {place}; a writer may still be at work");

    private static InputException Damage(string file, long number, long place, string problem) =>
        new($"record {number} at byte {place}: {problem}", file, remedy: "copy the file again, or take what is whole with --skip-bad");
}
