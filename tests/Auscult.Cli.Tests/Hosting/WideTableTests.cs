using Auscult.Cli.Hosting;
using Spectre.Console;

namespace Auscult.Cli.Tests.Hosting;

public sealed class WideTableTests
{
    [Fact]
    public void A_table_that_fits_is_one_block()
    {
        var lines = Draw(width: 80, columns: 4);
        lines[0].ShouldBe("a title that is longer than the first column");
        lines.Count(line => line.Contains("name", StringComparison.Ordinal)).ShouldBe(1);
        lines.ShouldContain(line => line.Contains("row 1", StringComparison.Ordinal) && line.Contains("value 1/4", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(47)]
    [InlineData(80)]
    [InlineData(120)]
    public void No_line_is_wider_than_the_console_and_every_cell_is_whole_in_a_line_that_names_its_row(int width)
    {
        var lines = Draw(width, columns: 12);
        lines.ShouldAllBe(line => line.Length <= width || line.StartsWith("a title", StringComparison.Ordinal));
        for (var row = 0; row < 3; row++)
        {
            for (var column = 1; column <= 12; column++)
            {
                lines.Count(line => line.Contains($"row {row} ", StringComparison.Ordinal) && line.Contains($"value {row}/{column} ", StringComparison.Ordinal))
                    .ShouldBe(1);
            }
        }
    }

    [Fact]
    public void Text_that_looks_like_markup_is_text()
    {
        var table = new WideTable("[red]", keys: 1, [new("[bold]", IsText: true), new("two\nlines")]);
        table.AddRow("[blue]x", "[1]");
        var text = Written(table, 80);
        foreach (var expected in new[] { "[red]", "[bold]", "[blue]x", "[1]" })
            text.ShouldContain(expected);
        Should.Throw<ArgumentException>(() => table.AddRow("one cell")).Message.ShouldContain("2 columns");
    }

    private static string[] Draw(int width, int columns)
    {
        var table = new WideTable(
            "a title that is longer than the first column", keys: 1,
            [new("name", IsText: true), .. Enumerable.Range(1, columns).Select(column => new WideColumn($"c{column}"))]);
        for (var row = 0; row < 3; row++)
            table.AddRow([$"row {row}", .. Enumerable.Range(1, columns).Select(column => $"value {row}/{column}")]);
        return Written(table, width).Split('\n');
    }

    private static string Written(WideTable table, int width)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var console = Consoles.Create(writer, isTerminal: false, _ => null);
        console.Profile.Width = width;
        table.WriteTo(console);
        return writer.ToString();
    }
}
