namespace Auscult.Cli.Hosting;

/// <summary>The program that is running, for those who start it again.</summary>
internal static class ThisProgram
{
    /// <summary>Its file and, when that is the .NET host, its assembly.</summary>
    public static IReadOnlyList<string> Command => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "auscult.dll")]
        : [Environment.ProcessPath!];
}
