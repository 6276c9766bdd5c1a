using System.CommandLine;
using System.CommandLine.Completions;
using Auscult.Cli.Completion;
using Auscult.Cli.Configuration;
using Auscult.Foundation;

namespace Auscult.Cli.Hosting;

/// <summary>The <c>--config-dir</c> option and the <c>KEY=VALUE...</c> argument of every verb that runs from configuration.</summary>
internal sealed class ConfigArguments
{
    private readonly CliServices _services;

    /// <summary>Adds both to <paramref name="command"/>.</summary>
    public ConfigArguments(Command command, CliServices services)
    {
        _services = services;
        Overrides.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                try
                {
                    Check(token.Value, command);
                }
                catch (InputException e)
                {
                    result.AddError(e.Message);
                    return;
                }
            }
        });
        Overrides.CompletionSources.Add(context => Complete(context, Directory, services));
        command.Options.Add(Directory);
        command.Arguments.Add(Overrides);
    }

    /// <summary>Where the configuration files are.</summary>
    public Option<string?> Directory { get; } = DirectoryOption();

    /// <summary>Hydra-style overrides.</summary>
    public Argument<string[]> Overrides { get; } = new("overrides")
    {
        Description = "experiment=NAME, group=NAME, key=value, +new=value, ++force=value, ~drop.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>What a verb makes of an override before it is read, such as its own word for a group. Default: nothing.</summary>
    public Func<string, string> Rewrite { get; init; } = text => text;

    /// <summary>Composes what the user asked for.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="first">Overrides that the verb itself adds, before those of the user.</param>
    /// <exception cref="InputException">A file, a key or an override is wrong.</exception>
    public ResolvedConfig Compose(ParseResult result, params IEnumerable<string> first) =>
        new ConfigComposer(ConfigFolder.Find(result.GetValue(Directory), _services.Environment), _services.Environment)
            .Compose([.. first, .. (result.GetValue(Overrides) ?? []).Select(Rewrite)]);

    /// <summary>Composes what the user asked for on top of an earlier run's resolved configuration.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="earlier">The earlier configuration as YAML.</param>
    /// <param name="file">Where it comes from, for messages.</param>
    /// <param name="first">Overrides before those of the user.</param>
    /// <exception cref="InputException">A file, a key or an override is wrong.</exception>
    public ResolvedConfig ComposeOver(ParseResult result, string earlier, string file, params IEnumerable<string> first) =>
        ConfigYaml.Parse(earlier, new ConfigSource(file, null, null)) is ConfigMapping mapping
            ? new ConfigComposer(ConfigFolder.Find(result.GetValue(Directory), _services.Environment), _services.Environment)
                .ComposeOver(mapping, [.. first, .. result.GetValue(Overrides) ?? []])
            : throw new InputException("holds no configuration", file);

    /// <summary>The <c>--config-dir</c> option.</summary>
    public static Option<string?> DirectoryOption() => new("--config-dir")
    {
        Description = "Folder with auscult.yaml and the groups (default: $AUSCULT_CONFIGS, else the one that comes with auscult).",
        HelpName = "DIR",
    };

    /// <summary>Whether a word reads as an override.</summary>
    /// <exception cref="InputException">It does not, or it is an option that <paramref name="command"/> does not know.</exception>
    public static ConfigOverride Check(string word, Command command) => word.StartsWith('-')
        ? throw new InputException($"unknown option '{word}'", remedy: UsageErrors.SuggestOption(word, command))
        : ConfigOverride.Parse(word);

    /// <summary>What the override that is being typed can become.</summary>
    public static IEnumerable<CompletionItem> Complete(CompletionContext context, Option<string?> directory, CliServices services)
    {
        try
        {
            var folder = ConfigFolder.Find(context.ParseResult.GetValue(directory), services.Environment);
            return OverrideCompletions.Of(context.WordToComplete, ConfigFolder.Groups(folder)).Select(text => new CompletionItem(text));
        }
        catch (InputException)
        {
            // While a line is being typed, a folder that is not there yet only means that nothing can be suggested.
            return [];
        }
    }
}
