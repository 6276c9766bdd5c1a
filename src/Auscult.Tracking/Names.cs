using System.Text.RegularExpressions;
using Auscult.Foundation;

namespace Auscult.Tracking;

/// <summary>MLflow's rules for keys and lengths (mlflow/utils/validation.py).</summary>
internal static partial class Names
{
    /// <summary>Longest key of a param, metric or tag.</summary>
    public const int MaxKey = 250;

    /// <summary>Longest param value.</summary>
    public const int MaxParam = 6000;

    /// <summary>Longest tag value that every MLflow since 2.0 accepts.</summary>
    public const int MaxTag = 5000;

    /// <summary>Longest fingerprint of a dataset.</summary>
    public const int MaxDigest = 36;

    private const int MaxExperiment = 500;

    /// <summary>Returns <paramref name="key"/> when it can be the relative path of a file under a run.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static string Key(string key)
    {
        if (key.Length is 0 or > MaxKey || !KeyPattern().IsMatch(key))
            throw new ArgumentException($"'{key}' must be 1 to {MaxKey} letters, digits, '_', '-', '.', '/', ':' or spaces", nameof(key));
        if (key.Split('/').Any(part => part is "" or "." or ".."))
            throw new ArgumentException($"'{key}' must be a normalised relative path", nameof(key));
        return key;
    }

    /// <summary>Returns <paramref name="name"/> when MLflow takes it as an experiment's name.</summary>
    /// <exception cref="InputException">It does not.</exception>
    public static string Experiment(string name) => name.Length is > 0 and <= MaxExperiment && !name.Any(char.IsControl)
        ? name
        : throw new InputException($"'{name}' cannot name an experiment", remedy: $"use 1 to {MaxExperiment} printable characters");

    /// <summary>Returns <paramref name="name"/> when it can be an alias of a model's version.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static string Alias(string name) => AliasPattern().IsMatch(name) && !VersionPattern().IsMatch(name) && name != "latest"
        ? name
        : throw new ArgumentException($"'{name}' must be 1 to 255 letters, digits, '_' or '-', and neither 'latest' nor a version",
            nameof(name));

    /// <summary>Returns <paramref name="name"/> when it can name a model.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static string Model(string name) => name.Length is > 0 and <= MaxKey && !name.AsSpan().ContainsAny("/:.%\"'")
        && !name.Any(char.IsControl)
        ? name
        : throw new ArgumentException($"'{name}' must be 1 to {MaxKey} printable characters without / : . % and quotes", nameof(name));

    /// <summary>The first <paramref name="length"/> characters, without half of a surrogate pair at the end.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    [GeneratedRegex(@"\A[\w\-]{1,255}\z")]
    private static partial Regex AliasPattern();

    [GeneratedRegex(@"\A[vV]\d+\z")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"\A[/\w.\- :]+\z")]
    private static partial Regex KeyPattern();
}
