using System.Security.Cryptography;
using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>Frames on disk, one file per dataset content and configuration.</summary>
internal static class FrameCache
{
    // Raised when the same samples and configuration give other values than before.
    private const int FusionVersion = 2;

    /// <summary>SHA-256 over everything the values of a frame depend on.</summary>
    public static string KeyOf(Dataset dataset, FusionConfig config)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var canonical = config with { Resample = new SortedDictionary<string, Resampling>(config.Resample.ToDictionary(), StringComparer.Ordinal) };
        hash.AppendData([FramePreamble.CurrentVersion, FusionVersion]);
        hash.AppendData(Convert.FromHexString(dataset.Fingerprint));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(canonical, FrameJson.Default.FusionConfig));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static string PathOf(string folder, string dataset, string key)
    {
        var name = string.Concat(dataset.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        return Path.Combine(folder, $"{name}-{key[..16]}.frame");
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
    public static void Write(string path, string key, FrameBuilder.Fusion fusion)
    {
        using var replacement = new AtomicFile.Replacement(path);
        using (var writer = new FrameFileWriter(replacement.TemporaryPath, fusion.Schema))
        {
            var report = fusion.Run(writer);
            writer.Finish(key, report);
        }
        replacement.Commit();
    }
}
