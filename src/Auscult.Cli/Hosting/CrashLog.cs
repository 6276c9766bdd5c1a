using System.Globalization;
using System.Text.RegularExpressions;

namespace Auscult.Cli.Hosting;

/// <summary>Keeps what a user cannot act on (a stack trace) in a file that they can send.</summary>
internal static partial class CrashLog
{
    /// <summary>Writes the log under the state folder (<c>XDG_STATE_HOME</c>) and returns the line to show.</summary>
    public static string Write(Exception exception, IReadOnlyList<string> arguments, CliServices services)
    {
        var summary = Scrub($"{exception.GetType().Name}: {exception.Message}".ReplaceLineEndings(" "));
        var now = services.Clock.GetUtcNow();
        var stamp = now.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var text = $"""
            time: {now:O}
            version: {ProductVersion.Text}
            arguments: {Scrub(string.Join(' ', arguments))}
            folder: {Environment.CurrentDirectory}

            {Scrub(exception.ToString())}

            """;
        foreach (var folder in Folders(services.Environment))
        {
            try
            {
                Directory.CreateDirectory(folder);
                var path = Path.Combine(folder, $"crash-{stamp}-{Environment.ProcessId}.log");
                File.WriteAllText(path, text);
                return $"{summary}; details in {path}";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next folder may be writable; the summary alone is still shown when none is.
                continue;
            }
        }
        return summary;
    }

    // An address may hold a user and a password.
    private static string Scrub(string text) => UserInfoPattern().Replace(text, "://***@");

    [GeneratedRegex(@"://[^/@\s]+@")]
    private static partial Regex UserInfoPattern();

    private static IEnumerable<string> Folders(Func<string, string?> environment)
    {
        if (environment("XDG_STATE_HOME") is { Length: > 0 } state)
            yield return Path.Combine(state, "auscult");
        else if (environment("HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".local", "state", "auscult");
        yield return Path.GetTempPath();
    }
}
