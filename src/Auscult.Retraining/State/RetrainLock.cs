using System.Globalization;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Retraining.State;

/// <summary>Who works at a folder.</summary>
/// <param name="Host">Name of the machine.</param>
/// <param name="Process">Id of the process there.</param>
/// <param name="Since">Since when.</param>
/// <param name="Doing">What it does.</param>
public sealed record LockOwner(string Host, int Process, DateTimeOffset Since, string Doing)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"process {Process} on {Host}, which began '{Doing}' at {Since:yyyy-MM-dd HH:mm:ss} UTC");
}

/// <summary>
/// The right to change a folder. It is the operating system's lock on a file (flock), which ends with its process however that ends; a file beside it says
/// who holds it, for nobody else can open the one that is locked.
/// </summary>
public sealed class RetrainLock : IDisposable
{
    private readonly FileStream _file;

    private RetrainLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="doing">What for.</param>
    /// <param name="clock">Gives the time.</param>
    /// <param name="owner">Who holds it when somebody else does.</param>
    /// <returns>The lock, or null when somebody else holds it.</returns>
    public static RetrainLock? TryTake(string folder, string doing, TimeProvider clock, out LockOwner? owner)
    {
        Directory.CreateDirectory(folder);
        var (path, ownerFile) = (Path.Combine(folder, "lock"), Path.Combine(folder, "lock.owner"));
        owner = null;
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException and not PathTooLongException)
        {
            owner = ReadOwner(ownerFile);
            return null;
        }
        var me = new LockOwner(Environment.MachineName, Environment.ProcessId, clock.GetUtcNow(), doing);
        AtomicFile.WriteAllText(ownerFile, JsonSerializer.Serialize(me, RetrainLines.Default.LockOwner) + "\n");
        return new RetrainLock(file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static LockOwner? ReadOwner(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), RetrainLines.Default.LockOwner);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            // Taken this very moment.
            return null;
        }
    }
}
