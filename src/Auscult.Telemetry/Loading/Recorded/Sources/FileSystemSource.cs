using System.Globalization;
using System.Text.RegularExpressions;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>
/// Used and free space of mounted file systems, on the disk they live on; a network file system counts as a disk named after its
/// mount point (<c>/mnt/data</c> is <c>mnt-data</c>).
/// </summary>
/// <remarks>
/// Asking a hung network file system blocks for ever, so a thread of its own asks every ten seconds and the ticks take its last
/// answer. An answer older than thirty seconds is no answer.
/// </remarks>
internal sealed partial class FileSystemSource : IRecordingSource
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(30);
    private static readonly int Used = RecordedSignals.IndexOf("filesystem_used_bytes");
    private static readonly int Free = RecordedSignals.IndexOf("filesystem_free_bytes");

    private readonly string _root;
    private readonly BlockDevices _devices;
    private readonly TimeProvider _clock;
    private readonly ManualResetEventSlim _stopped = new();
    private volatile Answer? _answer;

    /// <param name="root">Folder that holds <c>proc</c>.</param>
    /// <param name="devices">Finds the disk of a partition; used by the asking thread alone.</param>
    /// <param name="clock">Judges how old an answer is.</param>
    public FileSystemSource(string root, BlockDevices devices, TimeProvider clock)
    {
        (_root, _devices, _clock) = (root, devices, clock);
        Ask();
        new Thread(AskUntilStopped) { IsBackground = true, Name = "file systems" }.Start();
    }

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        if (_answer is not { } answer || _clock.GetElapsedTime(answer.Asked) > Expiry)
            return;
        foreach (var (disk, (used, free)) in answer.SpaceOf)
        {
            var row = batch.Row(EntityKind.Disk, disk);
            row.Set(Used, used);
            row.Set(Free, free);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stopped.Set();

    private void AskUntilStopped()
    {
        while (!_stopped.Wait(Period))
            Ask();
    }

    private void Ask()
    {
        var space = new Dictionary<string, (double Used, double Free)>();
        foreach (var (disk, mount) in Mounts())
        {
            try
            {
                var drive = new DriveInfo(mount);
                var (used, free) = space.GetValueOrDefault(disk);
                space[disk] = (used + drive.TotalSize - drive.TotalFreeSpace, free + drive.AvailableFreeSpace);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Unmounted since the table was read, or not ours to ask: left out.
            }
        }
        _answer = new Answer(_clock.GetTimestamp(), space);
    }

    private List<(string Disk, string Mount)> Mounts()
    {
        var mounts = new List<(string, string)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Lines(Path.Combine(_root, "proc/self/mounts")))
        {
            if (line.Split(' ') is not [var device, var mount, var type, ..] || !seen.Add(device))
                continue;
            mount = OctalEscape().Replace(mount, match => ((char)Convert.ToInt32(match.Groups["code"].Value, 8)).ToString(CultureInfo.InvariantCulture));
            if (device.StartsWith("/dev/", StringComparison.Ordinal))
            {
                if (_devices.DiskOf(Path.GetFileName(Resolved(device))) is { } disk)
                    mounts.Add((disk, mount));
            }
            else if (NetworkType().IsMatch(type))
                mounts.Add((mount.Trim('/').Replace('/', '-'), mount));
        }
        return mounts;
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Resolved(string device)
    {
        try
        {
            return File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device;
        }
        catch (IOException)
        {
            return device;
        }
    }

    [GeneratedRegex(@"\\(?<code>[0-7]{3})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OctalEscape();

    [GeneratedRegex("^(nfs4?|lustre|ceph|cifs|smb3|beegfs|gpfs|glusterfs|9p|fuse\\..+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NetworkType();

    private sealed record Answer(long Asked, IReadOnlyDictionary<string, (double Used, double Free)> SpaceOf);
}
