namespace Auscult.Bench.Import;

/// <summary>One file read by both.</summary>
/// <param name="Kind">What is in it.</param>
/// <param name="Peer">What Python does.</param>
/// <param name="Megabytes">Its size.</param>
/// <param name="ProcessorSeconds">Median processor time of the import into a dataset in memory.</param>
/// <param name="PythonProcessorSeconds">Median processor time of Python, start and imports of modules left out.</param>
internal sealed record Result(string Kind, string Peer, double Megabytes, double ProcessorSeconds, double PythonProcessorSeconds)
{
    /// <summary>Megabytes per processor second.</summary>
    public double MegabytesPerSecond => Megabytes / ProcessorSeconds;

    /// <summary>The same of Python.</summary>
    public double PythonMegabytesPerSecond => Megabytes / PythonProcessorSeconds;

    /// <summary>How many times as fast as Python.</summary>
    public double Ratio => PythonProcessorSeconds / ProcessorSeconds;

    public string Line() =>
        $"{Kind,-13} {Megabytes,6:0.0} MB {MegabytesPerSecond,7:0.0} MB/s, {Peer,-24} {PythonMegabytesPerSecond,7:0.0} MB/s, ratio {Ratio:0.0}";
}
