using System.Text.RegularExpressions;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>Mends the one thing in which Python's JSON differs from JSON: bare NaN and Infinity.</summary>
internal static partial class BareNonFinite
{
    /// <summary>Puts bare non-finite numbers into quotes; strings that contain these words stay as they are.</summary>
    public static string Quote(string json) =>
        Words().Replace(json, match => match.Value.StartsWith('"') ? match.Value : $"\"{match.Value}\"");

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|-?Infinity|NaN", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
