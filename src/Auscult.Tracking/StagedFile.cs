namespace Auscult.Tracking;

/// <summary>
/// Small files that appear whole: written in a staging folder that no reader of the store lists as data, then renamed into place.
/// </summary>
/// <remarks>
/// MLflow reads every file under <c>params</c>, <c>metrics</c> and <c>tags</c>, so a temporary neighbour would show up as data. Hundreds
/// of these
/// are written when a run starts; they are not flushed to the disk one by one as <see cref="Foundation.AtomicFile"/> would.
/// </remarks>
internal static class StagedFile
{
    /// <summary>Replaces <paramref name="path"/> by <paramref name="text"/> in UTF-8.</summary>
    public static void WriteAllText(string path, string text, string stagingFolder) =>
        Write(path, stagingFolder, temporary => File.WriteAllText(temporary, text));

    /// <summary>Replaces <paramref name="path"/> by a copy of <paramref name="source"/>.</summary>
    public static void Copy(string source, string path, string stagingFolder) =>
        Write(path, stagingFolder, temporary => File.Copy(source, temporary));

    private static void Write(string path, string stagingFolder, Action<string> write)
    {
        var temporary = Path.Combine(stagingFolder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            write(temporary);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
