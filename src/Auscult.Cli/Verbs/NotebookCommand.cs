using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Notebook.Installation;
using Auscult.Notebook.Kernel;
using Auscult.Notebook.Protocol;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult notebook</c>: C# notebooks in Jupyter.</summary>
internal static class NotebookCommand
{
    // What the libraries of the process read when they are loaded or looked for (eng/environment.sh sets the first three).
    private static readonly string[] Inherited =
    [
        "OMP_WAIT_POLICY", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "DOTNET_ROOT", "LIBTORCH", "LIBDUCKDB", "LIBZMQ", "AUSCULT_DATASETS",
    ];

    public static Command Create(CliServices services) => new("notebook", "Run C# notebooks in Jupyter: install and uninstall the kernel.")
    {
        Install(services), Uninstall(services), Kernel(services),
    };

    private static Command Install(CliServices services)
    {
        var force = new Option<bool>("--force") { Description = "Replace a kernel of the same name that another program has installed." };
        var (user, prefix) = Places();
        var command = new Command("install", "Tell Jupyter of the C# kernel (.net-csharp).") { user, prefix, force };
        command.SetAction(result =>
        {
            var spec = Spec(result, user, prefix, services);
            var environment = Inherited.Select(name => (Name: name, Value: services.Environment(name)))
                .Where(variable => !string.IsNullOrEmpty(variable.Value)).ToDictionary(v => v.Name, v => v.Value!, StringComparer.Ordinal);
            spec.Install([.. ThisProgram.Command], environment, ProductVersion.Text, result.GetValue(force));
            services.Output.WriteLine(spec.Folder);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Uninstall(CliServices services)
    {
        var (user, prefix) = Places();
        var command = new Command("uninstall", "Remove the C# kernel from Jupyter.") { user, prefix };
        command.SetAction(result =>
        {
            var spec = Spec(result, user, prefix, services);
            spec.Uninstall();
            services.Output.WriteLine(spec.Folder);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Kernel(CliServices services)
    {
        var file = new Argument<string>("connection") { Description = "The connection file that Jupyter wrote.", HelpName = "CONNECTION_FILE" };
        var command = new Command("kernel", "Be the kernel of one notebook; Jupyter starts it.") { file };
        command.Hidden = true;
        command.SetAction(result =>
        {
            var parent = services.Environment("JPY_PARENT_PID");
            using var kernel = new JupyterKernel(ConnectionInfo.Read(result.GetRequiredValue(file)), new KernelOptions
            {
                Redirect = (output, error, input) =>
                {
                    Console.SetOut(output);
                    Console.SetError(error);
                    Console.SetIn(input);
                },
                Log = services.Error,
                Version = ProductVersion.Text,
                Clock = services.Clock,
            });
            services.TakeInterrupts(kernel.Interrupt);
            kernel.WaitForShutdown(() => services.Cancellation.IsCancellationRequested || (parent is not null && !Directory.Exists($"/proc/{parent}")));
            return ExitCode.Ok;
        });
        return command;
    }

    private static (Option<bool> User, Option<string?> Prefix) Places() => (
        new Option<bool>("--user") { Description = "For this user (default): ~/.local/share/jupyter, or where JUPYTER_DATA_DIR points." },
        new Option<string?>("--prefix") { Description = "For the Jupyter of an installation, such as /usr/local or a virtual environment.", HelpName = "DIR" });

    private static KernelSpec Spec(ParseResult result, Option<bool> user, Option<string?> prefix, CliServices services)
    {
        var place = result.GetValue(prefix);
        if (place is not null && result.GetValue(user))
            throw new InputException("--user and --prefix exclude each other");
        return new KernelSpec(place is null ? KernelSpec.UserDataFolder(services.Environment) : KernelSpec.PrefixDataFolder(place));
    }
}
