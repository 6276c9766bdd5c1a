using System.CommandLine;
using System.CommandLine.Parsing;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Cluster;
using Auscult.Foundation;

namespace Auscult.Cli.Verbs.Jobs;

/// <summary>What follows <c>auscult submit SCHEDULER</c>: overrides of the <c>cluster</c> section, then <c>--</c>, then the verb that the job runs.</summary>
internal sealed class SubmitArguments
{
    private const string Section = "cluster";
    private readonly Option<string?> _directory = ConfigArguments.DirectoryOption();
    private readonly Command _command;
    private readonly CliServices _services;

    private readonly Argument<string[]> _words = new("words")
    {
        Description = "cluster=NAME, cluster.key=value; then -- VERB ARGUMENTS, what the job runs.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public SubmitArguments(Command command, CliServices services)
    {
        (_command, _services) = (command, services);
        _words.CompletionSources.Add(context => ConfigArguments.Complete(context, _directory, services));
        command.Options.Add(_directory);
        command.Arguments.Add(_words);
    }

    /// <summary>What the job needs, and what it runs.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="group">The file of <c>configs/cluster</c> to begin with, unless the user names another.</param>
    /// <exception cref="InputException">Something of it is wrong.</exception>
    public (ClusterConfig Config, JobCommand Command) Read(ParseResult result, string group)
    {
        var words = result.GetValue(_words) ?? [];
        var after = result.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Count() - 1;
        if (after < 1)
            throw new InputException("nothing to run", remedy: $"write: auscult submit {_command.Name} [cluster.KEY=VALUE...] -- VERB ARGUMENTS");
        var overrides = words[..^after];
        foreach (var word in overrides)
        {
            if (ConfigArguments.Check(word, _command).Path[0] != Section)
                throw new InputException($"'{word}' is no setting of the job", remedy: "put what is for the verb after --");
        }
        var resolved = new ConfigComposer(ConfigFolder.Find(result.GetValue(_directory), _services.Environment), _services.Environment)
            .Compose([$"{Section}={group}", .. overrides]);
        return (resolved.Bind<ClusterConfig>(Section), Command(result, words[^after..]));
    }

    // Mistakes that show in the words alone are found before the job waits in a queue.
    private static JobCommand Command(ParseResult result, string[] words)
    {
        var parsed = ((RootCommand)result.RootCommandResult.Command).Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parsed.Errors.Count == 0
            ? new JobCommand(ThisProgram.Command, words)
            : throw new InputException($"what the job runs: {UsageErrors.Describe(parsed)}");
    }
}
