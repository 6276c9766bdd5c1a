using System.CommandLine;
using Auscult.Cli.Completion;
using Auscult.Cli.Hosting;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult completions SHELL</c>: prints the script that makes a shell complete verbs, options, groups and keys.</summary>
internal static class CompletionsCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("completions", "Print the completion script of a shell: 'source <(auscult completions bash)'.");
        var shell = new Argument<string>("shell") { Description = "bash, fish or zsh.", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong([.. ShellScripts.All.Keys]);
        command.Arguments.Add(shell);
        command.SetAction(result =>
        {
            services.Output.Write(ShellScripts.All[result.GetValue(shell)!].ReplaceLineEndings("\n"));
            return ExitCode.Ok;
        });
        return command;
    }
}
