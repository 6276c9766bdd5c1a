using System.Globalization;
using System.Text.RegularExpressions;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.OpenMetrics;

/// <summary>A file that holds one scrape.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Micros">
/// When it was taken: the date and time in its name (<c>20250131T120005Z</c>, <c>2025-01-31_12-00-05</c>, seconds or milliseconds since
/// 1970), all UTC; else when the file was written.
/// </param>
/// <param name="Node">The name of its folder below the given one: scrapes of several nodes lie in a folder each. Null: it has none.</param>
internal sealed partial record ScrapeFile(string Path, long Micros, string? Node)
{
    /// <summary>
    /// The files of a folder and its subfolders, of a pattern with <c>*</c> and <c>?</c> in its file name, or one file; in order of
    /// name.
    /// </summary>
    /// <exception cref="InputException">There is none.</exception>
    public static IEnumerable<ScrapeFile> Find(string root)
    {
        var files = InputFiles.Find(root);
        var folder = Directory.Exists(root) ? root : System.IO.Path.GetDirectoryName(root) ?? "";
        return files.Select(file => Of(file, folder));
    }

    private static ScrapeFile Of(string path, string root)
    {
        var folder = System.IO.Path.GetRelativePath(
            root.Length > 0 ? root : ".", System.IO.Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".");
        return new ScrapeFile(
            path,
            TimeOf(System.IO.Path.GetFileName(path)) ?? Storage.Micros.From(new DateTimeOffset(File.GetLastWriteTimeUtc(path))),
            folder == "." ? null : folder.Replace(System.IO.Path.DirectorySeparatorChar, '_'));
    }

    private static long? TimeOf(string name)
    {
        if (DatePattern().Match(name) is { Success: true } date)
        {
            var digits = string.Concat(date.Groups["part"].Captures.Select(part => part.Value));
            if (DateTimeOffset.TryParseExact(
                digits, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                var fraction = date.Groups["fraction"] is { Success: true } digit ? double.Parse($"0.{digit.Value}") : 0;
                return Storage.Micros.From(time) + (long)(fraction * Storage.Micros.PerSecond);
            }
        }
        return EpochPattern().Match(name) is { Success: true } epoch
            && TimeText.Parse(epoch.Value, epoch.Length > 10 ? TimeFormat.Milliseconds : TimeFormat.Seconds) is { } micros
                && TimeText.IsPlausible(micros)
            ? micros
            : null;
    }

    [GeneratedRegex(@"(?<!\d)(?<part>\d{4})-?(?<part>\d\d)-?(?<part>\d\d)[T_ -]?(?<part>\d\d)[:_-]?(?<part>\d\d)[:_-]?(?<part>\d\d)(\.(?<fraction>\d{1,6})(?!\d))?(?!\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"(?<!\d)1\d{9}(\d{3})?(?!\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EpochPattern();
}
