using System.CommandLine;
using System.CommandLine.Parsing;
using Auscult.Foundation;

namespace Auscult.Cli.Hosting;

/// <summary>Words the parser's errors as one line with the nearest known name.</summary>
internal static class UsageErrors
{
    // The parser names types as .NET does.
    private static readonly Dictionary<string, string> TypeNames = new(StringComparer.Ordinal)
    {
        ["as expected type 'System.Int32'"] = "as a whole number",
        ["as expected type 'System.Int64'"] = "as a whole number",
        ["as expected type 'System.Double'"] = "as a number",
    };

    /// <summary>The first problem of <paramref name="result"/>, and what to type instead.</summary>
    public static string Describe(ParseResult result)
    {
        var command = result.CommandResult.Command;
        if (result.UnmatchedTokens is [var token, ..])
        {
            return token.StartsWith('-')
                ? $"unknown option '{token}'; {SuggestOption(token, result)}"
                : command.Subcommands.Count > 0
                    ? $"unknown verb '{token}'; {NearestName.Suggest(token, [.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)])}"
                    : $"unexpected argument '{token}'; see {PathOf(command)} --help";
        }
        var error = result.Errors[0];
        var message = TypeNames.Aggregate(error.Message, (text, type) => text.Replace(type.Key, type.Value, StringComparison.Ordinal))
            .TrimEnd('.').ReplaceLineEndings(" ");
        // The validators of arguments name the remedy themselves.
        return error.SymbolResult is ArgumentResult ? message : $"{message}; see {PathOf(command)} --help";
    }

    /// <summary>A remedy for an option nobody knows.</summary>
    public static string SuggestOption(string token, ParseResult result) =>
        SuggestOption(token, result.CommandResult.Command);

    /// <summary>A remedy for an option <paramref name="command"/> does not know.</summary>
    public static string SuggestOption(string token, Command command)
    {
        var known = command.Options.Where(o => !o.Hidden).Select(o => o.Name).ToArray();
        var name = token.Split('=', ':')[0];
        return NearestName.Of(name, known) is { } nearest ? $"did you mean '{nearest}'?" : $"see {PathOf(command)} --help";
    }

    private static string PathOf(Command command)
    {
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is Command; symbol = symbol.Parents.FirstOrDefault())
            names.Insert(0, symbol is RootCommand ? "auscult" : symbol.Name);
        return string.Join(' ', names);
    }
}
