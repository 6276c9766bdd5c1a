using System.Text.Json;
using Auscult.Notebook.Scripting;

namespace Auscult.Notebook.Tests;

/// <summary>The notebooks of the repository are clean and fit the code; <c>make notebooks</c> runs them.</summary>
public sealed class NotebookTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "notebooks");

    public static TheoryData<string> Notebooks =>
        [.. Directory.GetFiles(Folder, "*.ipynb").Order(StringComparer.Ordinal).Select(path => Path.GetFileName(path))];

    [Fact]
    public void There_are_five() => Notebooks.Count.ShouldBe(5);

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void A_notebook_is_clean(string name)
    {
        var notebook = Read(name);
        (notebook.GetProperty("nbformat").GetInt32(), notebook.GetProperty("nbformat_minor").GetInt32()).ShouldBe((4, 5));
        var kernel = notebook.GetProperty("metadata").GetProperty("kernelspec");
        (kernel.GetProperty("name").GetString(), kernel.GetProperty("language").GetString()).ShouldBe((".net-csharp", "C#"));
        var cells = notebook.GetProperty("cells").EnumerateArray().ToArray();
        cells.Select(cell => cell.GetProperty("id").GetString()).ShouldBeUnique();
        cells[0].GetProperty("cell_type").GetString().ShouldBe("markdown");
        foreach (var code in cells.Where(IsCode))
            (code.GetProperty("outputs").GetArrayLength(), code.GetProperty("execution_count").ValueKind).ShouldBe((0, JsonValueKind.Null));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void The_cells_of_a_notebook_compile_one_after_the_other(string name)
    {
        var cells = Read(name).GetProperty("cells").EnumerateArray().Where(IsCode).Select(Source).ToArray();
        var error = new CSharpSession().Check(cells);
        (error is null ? "" : string.Join('\n', error.Lines)).ShouldBe("");
    }

    [Fact]
    public void A_cell_that_does_not_fit_is_named() =>
        new CSharpSession().Check(["var a = 1;", "a.Missing()"])!.Lines[0].ShouldStartWith("cell 2, line 1, column 3");

    private static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name))).RootElement;

    private static bool IsCode(JsonElement cell) => cell.GetProperty("cell_type").GetString() == "code";

    private static string Source(JsonElement cell) => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()));
}
