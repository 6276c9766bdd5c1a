using System.Diagnostics;

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>Waiting for what another process does.</summary>
internal static class Wait
{
    /// <summary>Looks again and again until it is so.</summary>
    /// <param name="isSo">What is waited for.</param>
    /// <param name="patience">How long.</param>
    /// <param name="tell">What is known, for the message when it did not come.</param>
    public static void Until(Func<bool> isSo, TimeSpan patience, Func<string> tell)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            if (watch.Elapsed > patience)
                Assert.Fail($"waited {patience.TotalSeconds} s in vain{tell()}");
            Thread.Sleep(50);
        }
    }
}
