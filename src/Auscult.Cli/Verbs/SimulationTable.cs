using Auscult.Simulation.Running;

namespace Auscult.Cli.Verbs;

/// <summary>What a simulation wrote, line by line.</summary>
internal static class SimulationTable
{
    public static void Write(TextWriter output, SimulationSummary summary)
    {
        void Line(string key, string value) => output.WriteLine($"{key,-12} {value}");
        Line("dataset", $"{summary.Folder}: '{summary.Name}', {Size(summary.Bytes)}");
        Line("simulated", $"{summary.Members} {(summary.Members == 1 ? "cluster" : "clusters")}, {summary.Nodes} nodes, "
            + $"{TimeSpan.FromSeconds(Math.Round(summary.SimulatedSeconds)):c}; {summary.NodeSeconds:#,0} node-seconds");
        Line("series", $"{summary.Rows:#,0} rows, {summary.Samples:#,0} samples of {summary.Signals} signals");
        Line("faults", Words(summary.Faults));
        Line("benign", Words(summary.Benign));
        Line("took", $"{summary.Seconds:0.0} s: {summary.NodeSecondsPerSecond:#,0} node-seconds and {summary.Samples / summary.Seconds:#,0} samples per second");
        Line("fingerprint", summary.Fingerprint + summary.ExpectedFingerprint switch
        {
            null => "",
            var expected when expected == summary.Fingerprint => " (as expected)",
            var expected => $" (expected was {expected})",
        });
    }

    private static string Words(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "none" : $"{counts.Values.Sum()}: {string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"))}";

    private static string Size(long bytes) => bytes < 1_000_000 ? $"{bytes / 1e3:0} kB" : $"{bytes / 1e6:0.0} MB";
}
