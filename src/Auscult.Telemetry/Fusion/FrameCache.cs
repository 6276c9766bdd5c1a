using System.Security.Cryptography;
using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>Frames on disk, one file per dataset content and configuration.</summary>
internal static class FrameCache
{
    // Raised when the same samples and configuration give other values than before.
    public const int FusionVersion = 2;

    /// <summary>SHA-256 over everything the values of a frame depend on.</summary>
    public static string KeyOf(Dataset dataset, FusionConfig config)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([FramePreamble.CurrentVersion, FusionVersion]);
        hash.AppendData(Convert.FromHexString(dataset.Fingerprint));
        hash.AppendData(Canonical(config));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The configuration as bytes, whatever the order of its dictionaries.</summary>
    public static byte[] Canonical(FusionConfig config) => JsonSerializer.SerializeToUtf8Bytes(
        config with { Resample = new SortedDictionary<string, Resampling>(config.Resample.ToDictionary(), StringComparer.Ordinal) },
        FrameJson.Default.FusionConfig);

    /// <summary>The longest kept frame that differs from that of a dataset in samples and recordings only, or null.</summary>
    public static MappedFrame? FindEarlier(string folder, Dataset dataset, FusionConfig config)
    {
        if (!Directory.Exists(folder))
            return null;
        var lineage = FrameHistory.LineageOf(dataset, config);
        MappedFrame? longest = null;
        foreach (var path in Directory.EnumerateFiles(folder, $"{FileName(dataset.Manifest.Name)}-*.frame").Order(StringComparer.Ordinal))
        {
            if (FrameFileHeader.Read(path) is not { History.Lineage: var known } header || known != lineage
                || header.History.FinalRow <= (longest?.History?.FinalRow ?? 0) || TryOpen(path, header.Key) is not { } frame)
                continue;
            longest?.Dispose();
            longest = frame;
        }
        return longest;
    }

    public static string PathOf(string folder, string dataset, string key)
    {
        return Path.Combine(folder, $"{FileName(dataset)}-{key[..16]}.frame");
    }

    /// <summary>The kept frame, or null when there is none, or it is damaged, or it is of another format or key.</summary>
    public static MappedFrame? TryOpen(string path, string key)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var frame = MappedFrame.Open(path);
            if (frame.Key == key)
                return frame;
            frame.Dispose();
        }
        catch (InputException)
        {
            // A damaged cache is no fault of the user: it is written anew.
        }
        return null;
    }

    /// <summary>Computes a frame straight into its file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What the frame is made of.</param>
    /// <param name="fusion">Makes it.</param>
    /// <param name="earlier">A frame whose final rows may be taken over.</param>
    public static void Write(string path, string key, FrameFusion fusion, MappedFrame? earlier)
    {
        using var replacement = new AtomicFile.Replacement(path);
        using (var writer = new FrameFileWriter(replacement.TemporaryPath, fusion.Schema))
        {
            var report = fusion.Run(writer, earlier);
            writer.Finish(key, report, fusion.History());
        }
        replacement.Commit();
    }

    private static string FileName(string dataset) =>
        string.Concat(dataset.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
}
