using System.Diagnostics;
using System.Globalization;

namespace Auscult.Bench.Torch;

/// <summary>What a process is started with.</summary>
/// <param name="Threads">How many threads libtorch uses.</param>
/// <param name="Passive">Idle threads sleep at once instead of spinning.</param>
/// <param name="KeepsMemory">Freed memory stays with the process instead of going back to the system and being faulted in again.</param>
internal sealed record Setting(int Threads, bool Passive, bool KeepsMemory)
{
    public override string ToString() =>
        $"{Threads} {(Threads == 1 ? "thread" : "threads")}{(Passive ? ", passive" : string.Empty)}{(KeepsMemory ? ", keeps memory" : string.Empty)}";

    // libgomp and the C library read these while they are loaded: they must stand before the process starts.
    public void Apply(IDictionary<string, string?> environment)
    {
        foreach (var name in new[] { "OMP_NUM_THREADS", "GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_" })
            environment.Remove(name);
        if (Passive)
            environment["OMP_WAIT_POLICY"] = "passive";
        if (KeepsMemory)
        {
            environment["MALLOC_MMAP_THRESHOLD_"] = "33554432";
            environment["MALLOC_TRIM_THRESHOLD_"] = "1073741824";
        }
    }
}

/// <summary>A side that this machine's software does not have.</summary>
internal sealed class UnavailableException(string message) : Exception(message);

/// <summary>One language at work in a process of its own, which does nothing between two commands.</summary>
internal sealed class Side : IDisposable
{
    private readonly Process _process;
    private readonly string _name;

    /// <exception cref="UnavailableException">The program says that it cannot do this here.</exception>
    public Side(string name, string program, IEnumerable<string> arguments, Setting? setting = null)
    {
        _name = name;
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        setting?.Apply(start.Environment);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var answer = Answer();
        // Some libraries write as they are loaded.
        while (!answer.StartsWith("ready ", StringComparison.Ordinal) && !answer.StartsWith("unavailable ", StringComparison.Ordinal))
            answer = Answer();
        if (answer.Split(' ', 2) is ["unavailable", var reason])
            throw new UnavailableException(reason);
        Parameters = long.Parse(answer["ready ".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Trains the model of a folder in C#.</summary>
    public static Side CSharp(string folder, Setting? setting = null) =>
        new("C#", Environment.ProcessPath!, ["worker", folder, Threads(setting)], setting);

    /// <summary>Trains the model of a folder in Python, as it comes (<c>eager</c>) or through <c>torch.compile</c> (<c>compile</c>).</summary>
    public static Side Python(string python, string folder, Setting? setting = null, string mode = "eager") =>
        new($"Python {mode}", python, [Path.Combine(AppContext.BaseDirectory, "encoder.py"), folder, Threads(setting), mode], setting);

    /// <summary>Numbers the model learns.</summary>
    public long Parameters { get; }

    /// <summary>Trains; gives what a step took and adds the losses to <paramref name="losses"/>.</summary>
    public Turn Steps(int count, List<double> losses)
    {
        var answer = Ask($"steps {count}").Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        losses.AddRange(answer[4..]);
        return new Turn(answer[0] / count, answer[1] / count, answer[2] / count, answer[3]);
    }

    /// <summary>GFLOP/s of a matrix product in the type of the activations.</summary>
    public double Gemm() => double.Parse(Ask("gemm"), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }

    private static string Threads(Setting? setting) => (setting?.Threads ?? 0).ToString(CultureInfo.InvariantCulture);

    private string Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        return Answer();
    }

    private string Answer() =>
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the {_name} side ended; its message stands above");
}
