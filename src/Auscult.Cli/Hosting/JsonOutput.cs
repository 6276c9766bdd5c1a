using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;

namespace Auscult.Cli.Hosting;

/// <summary>
/// The <c>--json PATH</c> option that every verb with figures has: snake-case JSON, whole or not at all; <c>-</c> is standard output.
/// </summary>
internal sealed class JsonOutput
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly CliServices _services;

    /// <summary>Adds the option to <paramref name="command"/>.</summary>
    public JsonOutput(Command command, CliServices services)
    {
        _services = services;
        command.Options.Add(Option);
    }

    /// <summary>The option itself.</summary>
    public Option<string?> Option { get; } = new("--json")
    {
        Description = "Also write the figures as JSON to this file ('-': standard output, instead of the table).",
        HelpName = "PATH",
    };

    /// <summary>Whether standard output is taken by JSON, so that tables must not be written to it.</summary>
    public bool TakesOutput(ParseResult result) => result.GetValue(Option) == "-";

    /// <summary>Writes <paramref name="value"/> when the user asked for it.</summary>
    public void Write<T>(ParseResult result, T value)
    {
        if (result.GetValue(Option) is not { } path)
            return;
        var text = JsonSerializer.Serialize(value, Format) + "\n";
        if (path == "-")
            _services.Output.Write(text);
        else
            AtomicFile.WriteAllText(path, text);
    }
}
