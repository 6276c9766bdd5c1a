using System.Runtime.InteropServices;
using Auscult.Foundation;

namespace Auscult.Telemetry.Storage;

/// <summary>A folder that appears whole or not at all: filled under a hidden name beside its place, flushed, then renamed.</summary>
public sealed partial class DurableFolder : IDisposable
{
    private const int RenameExchange = 2;
    private const int CurrentFolder = -100;
    private readonly string _target;
    private readonly bool _overwrite;
    private readonly FileStream _lock;
    private bool _committed;

    /// <param name="target">The folder to create.</param>
    /// <param name="overwrite">Whether an existing one may be replaced.</param>
    /// <exception cref="InputException">It exists and may not be replaced.</exception>
    public DurableFolder(string target, bool overwrite)
    {
        _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        _overwrite = overwrite;
        RefuseExisting();
        var parent = Path.GetDirectoryName(_target) ?? throw new InputException("the root folder cannot be replaced", target);
        Directory.CreateDirectory(parent);
        RemoveAbandoned(parent);
        TemporaryPath = Path.Combine(parent, $".{Path.GetFileName(_target)}.{Guid.NewGuid():N}.tmp");
        Directory.CreateDirectory(TemporaryPath);
        _lock = new FileStream(LockFile(TemporaryPath), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Where to write.</summary>
    public string TemporaryPath { get; }

    /// <summary>Flushes every file and puts the folder in its place.</summary>
    public void Commit()
    {
        RefuseExisting();
        foreach (var folder in Directory.EnumerateDirectories(TemporaryPath, "*", SearchOption.AllDirectories).Append(TemporaryPath))
        {
            foreach (var file in Directory.EnumerateFiles(folder))
                Flush(file);
            Flush(folder);
        }
        _lock.Dispose();
        File.Delete(LockFile(TemporaryPath));
        if (!Directory.Exists(_target))
            Directory.Move(TemporaryPath, _target);
        else if (Exchange(CurrentFolder, TemporaryPath, CurrentFolder, _target, RenameExchange) == 0)
            Directory.Delete(TemporaryPath, recursive: true);
        else
            throw new IOException($"cannot replace {_target}: {Marshal.GetLastPInvokeErrorMessage()}");
        Flush(Path.GetDirectoryName(_target)!);
        _committed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        if (!_committed && Directory.Exists(TemporaryPath))
            Directory.Delete(TemporaryPath, recursive: true);
    }

    private static string LockFile(string folder) => Path.Combine(folder, ".lock");

    /// <summary>Deletes what killed writers of the same target left behind: their lock is no longer held.</summary>
    private void RemoveAbandoned(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, $".{Path.GetFileName(_target)}.*.tmp"))
        {
            try
            {
                using (new FileStream(LockFile(folder), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                    Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // Its writer is alive.
            }
        }
    }

    private void RefuseExisting()
    {
        if (!_overwrite && (File.Exists(_target) || (Directory.Exists(_target) && Directory.EnumerateFileSystemEntries(_target).Any())))
            throw new InputException("already exists", _target, remedy: "choose another folder, or say to overwrite it");
    }

    private static void Flush(string path)
    {
        var descriptor = OpenPath(path, 0);
        if (descriptor < 0)
            throw new IOException($"cannot open {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (Sync(descriptor) != 0)
                throw new IOException($"cannot flush {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = ClosePath(descriptor);
        }
    }

    // .NET opens no folders, so the folder's own flush and the atomic exchange of two folders need the C library.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenPath(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int ClosePath(int descriptor);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Exchange(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}
