using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Auscult.Notebook.Scripting;

/// <summary>
/// What cells can refer to: every assembly of this process' own set (the framework, Auscult, its packages) without asking, and others by
/// <c>#r "path/name.dll"</c>. A <c>#r</c> that names an assembly of the set takes the one that is there, wherever the path leads.
/// </summary>
internal sealed class SessionReferences : MetadataReferenceResolver
{
    private readonly Dictionary<string, PortableExecutableReference> _known = new(StringComparer.OrdinalIgnoreCase);

    public SessionReferences()
    {
        var paths = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        foreach (var path in paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            _known[Path.GetFileNameWithoutExtension(path)] = Open(path);
    }

    /// <summary>The set.</summary>
    public IReadOnlyCollection<MetadataReference> Known => _known.Values;

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var isFile = reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var name = isFile ? Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')) : reference;
        if (_known.TryGetValue(name, out var known))
            return [known];
        return isFile && File.Exists(reference) ? [Open(Path.GetFullPath(reference))] : [];
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static PortableExecutableReference Open(string path) =>
        MetadataReference.CreateFromFile(path, documentation: new XmlDocumentation(Path.ChangeExtension(path, ".xml")));
}
