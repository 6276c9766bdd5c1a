using System.Reflection;
using Xunit.Sdk;

namespace Auscult.Cli.Tests;

/// <summary>
/// An experiment and the folder of its data, seen from the checkout; where the data are absent the case is reported as skipped. With
/// <c>AUSCULT_DATASETS</c> set, published data are looked for there.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ExperimentAttribute : DataAttribute
{
    private const string Published = "../shared/datasets/";
    private readonly string _root;

    public ExperimentAttribute(string name, string root)
    {
        Name = name;
        _root = root.StartsWith(Published, StringComparison.Ordinal) && Environment.GetEnvironmentVariable("AUSCULT_DATASETS") is { Length: > 0 } given
            ? Path.Combine(given, root[Published.Length..])
            : Path.GetFullPath(Path.Combine(Repository.Root, root));
        if (!Directory.Exists(_root))
            Skip = $"{_root} is not there";
    }

    /// <summary>Name of the experiment's file.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Name, _root]];
}
