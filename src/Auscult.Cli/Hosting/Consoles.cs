using System.Text;
using Spectre.Console;

namespace Auscult.Cli.Hosting;

/// <summary>Makes consoles that follow the terminal and <c>NO_COLOR</c>.</summary>
internal static class Consoles
{
    /// <summary>Width of tables that go to a file or a pipe.</summary>
    private const int PlainWidth = 160;

    /// <summary>A console over <paramref name="writer"/>.</summary>
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal, Func<string, string?> environment)
    {
        var colours = isTerminal && string.IsNullOrEmpty(environment("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new Sink(writer, isTerminal),
            Ansi = isTerminal && environment("TERM") != "dumb" ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = PlainWidth;
        return console;
    }

    private sealed class Sink(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => isTerminal && Console.BufferWidth > 0 ? Console.BufferWidth : PlainWidth;

        public int Height => isTerminal && Console.WindowHeight > 0 ? Console.WindowHeight : 24;

        // The streams are UTF-8 already; changing the process's console encoding would touch both.
        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
