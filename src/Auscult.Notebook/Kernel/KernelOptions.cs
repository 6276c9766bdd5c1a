namespace Auscult.Notebook.Kernel;

/// <summary>What a kernel gets from the process it runs in.</summary>
public sealed record KernelOptions
{
    /// <summary>Makes the process' standard output, error and input those of the notebook.</summary>
    public required Action<TextWriter, TextWriter, TextReader> Redirect { get; init; }

    /// <summary>Where foreign messages and failures of the kernel itself are reported, one line each.</summary>
    public required TextWriter Log { get; init; }

    /// <summary>Version of the kernel, as shown to the user.</summary>
    public required string Version { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
