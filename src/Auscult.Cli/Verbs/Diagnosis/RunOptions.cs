using System.CommandLine;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary>Options of the verbs that use a trained diagnosis.</summary>
internal static class RunOptions
{
    /// <summary>The run that holds the model.</summary>
    public static Option<string?> Run() => new("--run")
    {
        Description = "Folder of the run whose model judges.",
        HelpName = "RUN",
    };

    /// <summary>Where fused frames are kept.</summary>
    public static Option<string?> Cache() => new("--cache")
    {
        Description = "Folder for fused frames (default: within the run).",
        HelpName = "DIR",
    };
}
