using System.Text.Json;

namespace Auscult.Cli.Tests;

/// <summary>Notebooks are thin views of programs that run.</summary>
public sealed class NotebookTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "notebooks");

    public static TheoryData<string> Notebooks => [.. Directory.GetFiles(Folder, "*.ipynb").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void A_notebook_is_clean_and_equals_its_program(string name)
    {
        var notebook = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".ipynb"))).RootElement;
        (notebook.GetProperty("nbformat").GetInt32(), notebook.GetProperty("nbformat_minor").GetInt32()).ShouldBe((4, 5));
        notebook.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString().ShouldBe(".net-csharp");
        var cells = notebook.GetProperty("cells").EnumerateArray().ToArray();
        foreach (var code in cells.Where(cell => cell.GetProperty("cell_type").GetString() == "code"))
            (code.GetProperty("outputs").GetArrayLength(), code.GetProperty("execution_count").ValueKind).ShouldBe((0, JsonValueKind.Null));
        // The first cell stands for the program's own head: where the assemblies and the data are.
        cells.Skip(1).Select(AsProgramText).ShouldBe(ProgramCells(name));
    }

    private static string AsProgramText(JsonElement cell)
    {
        var text = string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()));
        return cell.GetProperty("cell_type").GetString() == "code"
            ? text
            : string.Join('\n', text.Split('\n').Select(line => $"// {line}".TrimEnd()));
    }

    private static IEnumerable<string> ProgramCells(string name) => File.ReadAllText(Path.Combine(Folder, name + ".cs"))
        .Split("// %%").Skip(1)
        .Select(cell => cell[(cell.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim('\n'));
}
