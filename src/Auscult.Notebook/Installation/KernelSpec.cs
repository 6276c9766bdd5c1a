using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Auscult.Foundation;

namespace Auscult.Notebook.Installation;

/// <summary>
/// The folder by which Jupyter knows the kernel: <c>share/jupyter/kernels/.net-csharp</c>. Name, display name and language are .NET Interactive's,
/// so that one notebook opens in either.
/// </summary>
/// <param name="dataFolder">Jupyter's data folder, which holds <c>kernels</c>.</param>
public sealed class KernelSpec(string dataFolder)
{
    /// <summary>The kernel's name in notebooks.</summary>
    public const string Name = ".net-csharp";

    private const string Owner = "auscult";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where the kernel is described.</summary>
    public string Folder { get; } = Path.Combine(dataFolder, "kernels", Name);

    private string File => Path.Combine(Folder, "kernel.json");

    /// <summary>Jupyter's data folder of this user: <c>JUPYTER_DATA_DIR</c>, or <c>jupyter</c> in <c>XDG_DATA_HOME</c> or <c>~/.local/share</c>.</summary>
    /// <param name="environment">Looks up an environment variable.</param>
    public static string UserDataFolder(Func<string, string?> environment)
    {
        if (environment("JUPYTER_DATA_DIR") is { Length: > 0 } configured)
            return configured;
        var share = environment("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(environment("HOME") ?? "", ".local", "share");
        return Path.Combine(share, "jupyter");
    }

    /// <summary>Jupyter's data folder under an installation's prefix.</summary>
    public static string PrefixDataFolder(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");

    /// <summary>Writes the description.</summary>
    /// <param name="program">The command that runs this program, before the verb.</param>
    /// <param name="environment">Variables that the kernel's libraries read when they are loaded.</param>
    /// <param name="version">Version of this program.</param>
    /// <param name="replacesOthers">Whether a kernel of this name that another program has installed is replaced.</param>
    /// <exception cref="InputException">There is one of another program, or the folder is not writable.</exception>
    public void Install(IReadOnlyList<string> program, IReadOnlyDictionary<string, string> environment, string version, bool replacesOthers)
    {
        if (!replacesOthers && System.IO.File.Exists(File) && !IsOurs())
            throw new InputException($"a kernel {Name} of another program is there already", File, remedy: "--force replaces it");
        var spec = new JsonObject
        {
            ["argv"] = new JsonArray([.. program.Concat(["notebook", "kernel", "{connection_file}"]).Select(word => JsonValue.Create(word))]),
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject(environment.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["metadata"] = new JsonObject { [Owner] = version },
        };
        try
        {
            AtomicFile.WriteAllText(File, spec.ToJsonString(Json) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be written: {e.Message}", File, remedy: "choose another folder with --prefix", inner: e);
        }
    }

    /// <summary>Removes the description that <see cref="Install"/> wrote.</summary>
    /// <exception cref="InputException">There is none, or it is another program's.</exception>
    public void Uninstall()
    {
        if (!System.IO.File.Exists(File))
            throw new InputException($"no kernel {Name} is installed there", Folder, remedy: "name the folder that it was installed to with --prefix");
        if (!IsOurs())
            throw new InputException("the kernel belongs to another program", File);
        System.IO.File.Delete(File);
        // Logos that somebody has put beside it stay.
        if (!Directory.EnumerateFileSystemEntries(Folder).Any())
            Directory.Delete(Folder);
    }

    private bool IsOurs()
    {
        try
        {
            return JsonNode.Parse(System.IO.File.ReadAllText(File))?["metadata"]?[Owner] is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
