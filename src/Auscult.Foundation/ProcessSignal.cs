using System.Runtime.InteropServices;

namespace Auscult.Foundation;

/// <summary>Sends signals to other processes.</summary>
public static partial class ProcessSignal
{
    /// <summary>SIGINT: the user wants it to end.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGUSR1: save, and you will be started again.</summary>
    public static int Requeue => OperatingSystem.IsMacOS() ? 30 : 10;

    /// <summary>SIGTERM: save and end.</summary>
    public const int Terminate = 15;

    /// <summary>Sends a signal; one to a process that has ended does nothing.</summary>
    /// <param name="process">Number of the process.</param>
    /// <param name="signal">Number of the signal.</param>
    public static void Send(int process, int signal) => _ = Kill(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
