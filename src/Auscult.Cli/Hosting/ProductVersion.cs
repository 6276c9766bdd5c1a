using System.Reflection;

namespace Auscult.Cli.Hosting;

/// <summary>The version of this build.</summary>
internal static class ProductVersion
{
    /// <summary>Version and commit, such as <c>0.1.0+8aaf332...</c>.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The commit this was built from, or null when it was built outside a checkout.</summary>
    public static string? Commit => Text.Split('+') is [_, var commit] ? commit : null;
}
