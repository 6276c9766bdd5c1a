using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Auscult.Torch.Interop;

namespace Auscult.Torch.Tests.Provider;

public partial class NativeSurfaceTests
{
    private static readonly MethodInfo[] Declared = typeof(Native)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
        .Where(method => method.Name.StartsWith("at_", StringComparison.Ordinal))
        .ToArray();

    [Fact]
    public void EveryDeclaredFunctionIsExported()
    {
        var library = NativeLocator.Resolve("auscult_torch", typeof(Native).Assembly, null);
        Declared.Length.ShouldBeGreaterThan(500);
        Declared.Where(method => !NativeLibrary.TryGetExport(library, method.Name, out _)).ShouldBeEmpty();
    }

    [Fact]
    public void DeclarationsHaveAsManyParametersAsTheirFunctions()
    {
        var folder = Path.Combine(RepositoryRoot(), "src", "Auscult.Torch", "native");
        var exported = Directory.GetFiles(folder, "*.cpp")
            .SelectMany(file => ExportPattern().Matches(File.ReadAllText(file)))
            .Where(match => !match.Groups["name"].Value.Contains('#', StringComparison.Ordinal))
            .DistinctBy(match => match.Groups["name"].Value)
            .ToDictionary(match => match.Groups["name"].Value, match => Count(match.Groups["parameters"].Value), StringComparer.Ordinal);
        var compared = Declared.Where(method => exported.ContainsKey(method.Name)).ToArray();
        compared.Length.ShouldBeGreaterThan(300);
        compared.Where(method => method.GetParameters().Length != exported[method.Name]).Select(method => method.Name).ShouldBeEmpty();
    }

    private static int Count(string parameters) =>
        parameters.Trim().Length == 0 ? 0 : parameters.Split(',').Length;

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Research.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not inside the repository.");
    }

    // A parameter list may hold one level of parentheses: a function pointer.
    [GeneratedRegex(@"EXPORT [\w:*]+\*? (?<name>at_[\w#]+)\((?<parameters>(?:[^()]|\([^()]*\))*)\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ExportPattern();
}
