namespace Auscult.Foundation;

/// <summary>
/// Files that appear whole or not at all: written under a temporary name in the same folder, flushed to the disk, renamed.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; on any failure the old file stays untouched.</summary>
    /// <exception cref="IOException">The disk is full or the folder is not writable; no temporary file is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var replacement = new Replacement(path);
        using (var stream = new FileStream(replacement.TemporaryPath, FileMode.CreateNew, FileAccess.Write))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }
        replacement.Commit();
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    public static void WriteAllText(string path, string text) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(text);
    });

    /// <summary>
    /// For writers that insist on a path of their own (DuckDB's COPY): write to <see cref="TemporaryPath"/>, then
    /// <see cref="Commit"/>. Disposing without a commit removes what was written.
    /// </summary>
    public sealed class Replacement : IDisposable
    {
        private readonly string _path;
        private bool _committed;

        /// <param name="path">The file to replace; its folder is created when missing.</param>
        public Replacement(string path)
        {
            _path = Path.GetFullPath(path);
            var folder = Path.GetDirectoryName(_path)!;
            Directory.CreateDirectory(folder);
            TemporaryPath = Path.Combine(folder, $".{Path.GetFileName(_path)}.{Guid.NewGuid():N}.tmp");
        }

        /// <summary>Where to write; a hidden file beside the target.</summary>
        public string TemporaryPath { get; }

        /// <summary>Flushes the temporary file to the disk and puts it in the target's place.</summary>
        public void Commit()
        {
            using (var stream = new FileStream(TemporaryPath, FileMode.Open, FileAccess.ReadWrite))
                stream.Flush(flushToDisk: true);
            File.Move(TemporaryPath, _path, overwrite: true);
            _committed = true;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!_committed)
                File.Delete(TemporaryPath);
        }
    }
}
