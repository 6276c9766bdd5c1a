using System.Reflection;
using System.Security.Cryptography;
using Auscult.Foundation;

namespace Auscult.Evaluation.Report.Pages;

/// <summary>The page's own script and style, and the chart library that the set-up fetched.</summary>
public static class Assets
{
    /// <summary>Version of the chart library.</summary>
    public const string LibraryVersion = "6.1.0";

    private const string FileName = "echarts.min.js";
    private const string Variable = "AUSCULT_ECHARTS";

    // Of dist/echarts.min.js in the npm package echarts 6.1.0.
    private const string LibraryHash = "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0";

    /// <summary>The page's own script.</summary>
    internal static string Script { get; } = "'use strict';\n" + string.Concat(new[] { "page.js", "charts.js", "incidents.js" }.Select(Read));

    /// <summary>What the page adds to the style of all reports.</summary>
    internal static string Style { get; } = Read("page.css");

    /// <summary>
    /// The chart library: <c>AUSCULT_ECHARTS</c>, then beside the program, then <c>artifacts/echarts</c> of the checkout; null where none is there.
    /// </summary>
    /// <exception cref="InputException">The file is not the one that is expected.</exception>
    public static string? Library()
    {
        if (SuppliedFile.Find(Variable, "echarts", FileName) is not { } path)
            return null;
        if (!File.Exists(path))
            throw new InputException("no such file", path, remedy: $"{Variable} must name {FileName} of echarts {LibraryVersion}, or be unset");
        var bytes = File.ReadAllBytes(path);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == LibraryHash ? System.Text.Encoding.UTF8.GetString(bytes) : throw new InputException(
            $"is not {FileName} of echarts {LibraryVersion}", path, remedy: "remove it and run 'make setup'");
    }

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Auscult.Evaluation.Report.Assets.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r", "", StringComparison.Ordinal);
    }
}
